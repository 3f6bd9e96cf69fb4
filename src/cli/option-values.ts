import { realTimeSignals } from "../daemon/supervisor-signals.ts";

/** The signals that `--signum` tells, by the names of keepalived(8). */
export const signalNumbers: ReadonlyMap<string, number> = new Map([
  ["RELOAD", 1],
  ["DATA", 10],
  ["STATS", 12],
  ["STOP", 15],
  ["JSON", realTimeSignals.json],
  ["STATS_CLEAR", realTimeSignals.statisticsClear],
]);

const facilityUser = 1;
const facilityDaemon = 3;
const facilityLocal0 = 16;

/** A syslog facility number from `-S`: 0 to 7 and local0 to local7 are the local ones; undefined: no such facility. */
export function parseFacility(text: string): number | undefined {
  if (text === "user") return facilityUser;
  if (text === "daemon") return facilityDaemon;
  const local = /^(?:local)?([0-7])$/u.exec(text)?.[1];
  return local === undefined ? undefined : facilityLocal0 + Number(local);
}

/** 0 to 0777 in C notation: octal with a leading 0, hexadecimal with 0x, else decimal. */
export function parseUmask(text: string): number | undefined {
  const value = parseCNumber(text);
  return value !== undefined && value <= 0o777 ? value : undefined;
}

function parseCNumber(text: string): number | undefined {
  if (/^0[0-7]*$/u.test(text)) return Number.parseInt(text, 8);
  if (/^0x[\da-f]+$/iu.test(text) || /^[1-9]\d*$/u.test(text)) return Number(text);
  return undefined;
}
