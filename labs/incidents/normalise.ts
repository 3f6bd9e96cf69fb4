import { hostname } from "node:os";

/** What a busy machine adds to what is seen. */
const lateness = /^ .*(?:This process was N s late: .* listens once more|advertised N s late).*\n/gmu;

/** A cause that comes at once, and on a busy machine a moment before. */
const before = /(?<=Interface \S+ went (?:down|up)) N s before/gu;

/** A standstill that was none of the incident's: nobody took over meanwhile. */
const standstill = /^ {2}! TIME: The vrrp process of this node was late by (?!.*Meanwhile).*\n/gmu;
const advice = /^ {2}> Find out what holds this machine up.*\n?/gmu;
const emptyHeading = /^(?:Since then|What to do)\n(?:\n|$)/gmu;

/**
 * An explanation without what varies from run to run: times of the day, lengths of time that are measured (those that
 * are configured stay: "every 0.1 s"), counts of adverts, process ids, the name of the machine.
 */
export function normalise(text: string): string {
  const told = text
    .replaceAll(` on ${hostname()} `, " on NODE ")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/gu, "TIME")
    .replaceAll(/^ +[-+]?[\d.]+ s {2}/gmu, "  N s  ")
    .replaceAll(/(?<!every )(?<![\d.])\d+(?:\.\d+)? s\b/gu, "N s")
    .replaceAll(/\(\d+ times so far\)|\(once so far\)/gu, "(N times so far)")
    .replaceAll(/(?<=process |pid )\d+/gu, "PID")
    .replaceAll(lateness, "")
    .replaceAll(before, "");
  return withoutStandstill(told).trim();
}

function withoutStandstill(told: string): string {
  const rest = told.replaceAll(standstill, "");
  return rest === told ? told : rest.replaceAll(advice, "").replaceAll(emptyHeading, "");
}
