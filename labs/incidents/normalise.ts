import { hostname } from "node:os";

/** What a busy machine adds to what is seen. */
const lateness = /^ .*(?:This process was N s late: .* listens once more|advertised N s late).*\n/gmu;

/**
 * An explanation without what varies from run to run: times of the day, lengths of time that are measured (those that
 * are configured stay: "every 0.1 s"), counts of adverts, process ids, the name of the machine.
 */
export function normalise(text: string): string {
  return text
    .replaceAll(` on ${hostname()} `, " on NODE ")
    .replaceAll(/\b\d\d:\d\d:\d\d\b/gu, "TIME")
    .replaceAll(/^ +[-+]?[\d.]+ s {2}/gmu, "  N s  ")
    .replaceAll(/(?<!every )(?<![\d.])\d+(?:\.\d+)? s\b/gu, "N s")
    .replaceAll(/\(\d+ times so far\)|\(once so far\)/gu, "(N times so far)")
    .replaceAll(/(?<=process |pid )\d+/gu, "PID")
    .replaceAll(lateness, "")
    .trim();
}
