import { printDuration, toSeconds } from "../../src/base/time.ts";
import { summarise } from "../failover-time/statistics.ts";
import type { StormReport } from "./storm.ts";

/** A storm in a few lines. */
export function tellOf(report: StormReport): readonly string[] {
  const { requests, answered, took, deaths, arrivals, unlucky, misled, dwelling, unfair } = report;
  const known = summarise(report.delays);
  const rate = Math.round(requests / toSeconds(took));
  return [
    `${requests} requests in ${printDuration(took)} (${rate} a second), ${answered} answered; not: ${JSON.stringify(report.failures)}`,
    `${deaths} deaths, known after ${printDuration(known.median)} (median), ${printDuration(known.p99)} (p99)`,
    `${arrivals} arrived, ${unlucky} of them at a server that nobody knew to be dead, ${misled.length} at one known to be`,
    `${dwelling.answers} answers on connections that stay; ${dwelling.breaks.length} broke with their server, ${unfair.length} without`,
  ];
}
