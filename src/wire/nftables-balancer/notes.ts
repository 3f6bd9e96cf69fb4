import { IpAddress } from "../../base/ip-address.ts";
import {
  type Granularity,
  type Persistence,
  type SchedulerFlag,
  schedulers,
  type TableServer,
  type TableSettings,
} from "../../base/lvs-table.ts";
import { seconds, toSeconds } from "../../base/time.ts";
import { parseNumber } from "./names.ts";

/**
 * What the table of a service was made of, as comments of rules at the end of its chain: a process that comes after
 * this one, and an operator, read there what is wanted.
 *
 *     scheduler wrr timeout 50 mask 255.255.255.0 flags sh-port
 *     server 192.0.2.11 8080 weight 3
 */

/** Bytes that the comment of a rule may have. */
export const commentLimit = 128;

const flagNames: readonly SchedulerFlag[] = [
  "flag-1",
  "flag-2",
  "flag-3",
  "sh-port",
  "sh-fallback",
  "mh-port",
  "mh-fallback",
];

export function printSettings({ scheduler, schedulerFlags, hashed, persistence }: TableSettings): string {
  const flags = [...new Set(schedulerFlags), ...(hashed ? ["hashed"] : [])];
  return [
    `scheduler ${scheduler}`,
    ...(persistence === undefined ? [] : [`timeout ${toSeconds(persistence.timeout)}`]),
    ...(persistence?.granularity === undefined ? [] : [`mask ${printGranularity(persistence.granularity)}`]),
    ...(flags.length === 0 ? [] : [`flags ${flags.join(" ")}`]),
  ].join(" ");
}

/** Undefined: it is no such note. */
export function parseSettings(note: string): TableSettings | undefined {
  const pattern =
    /^scheduler (?<name>[a-z]+)(?: timeout (?<timeout>\d+))?(?: mask (?<mask>\S+))?(?: flags (?<flags>.+))?$/u;
  const { name, timeout, mask, flags = "" } = pattern.exec(note)?.groups ?? {};
  const scheduler = schedulers.find((each) => each === name);
  if (scheduler === undefined) return undefined;
  const words = flags.split(" ");
  return {
    scheduler,
    schedulerFlags: flagNames.filter((flag) => words.includes(flag)),
    hashed: words.includes("hashed"),
    onePacket: false,
    persistence: timeout === undefined ? undefined : persistenceOf(timeout, mask),
  };
}

export function printServer({ address, port, weight }: TableServer): string {
  return `server ${address.toString()} ${port} weight ${weight}`;
}

/** Undefined: it is no such note. */
export function parseServer(note: string): TableServer | undefined {
  const [, host = "", portText = "", weightText = ""] = /^server (\S+) (\d+) weight (\d+)$/u.exec(note) ?? [];
  const address = IpAddress.parse(host);
  const port = parseNumber(portText, 0xffff);
  const weight = parseNumber(weightText, 0xffff);
  if (address === undefined || port === undefined || weight === undefined) return undefined;
  return { address, port, forwarding: { method: "NAT" }, weight, upperThreshold: 0, lowerThreshold: 0 };
}

function persistenceOf(timeout: string, mask: string | undefined): Persistence {
  return {
    timeout: seconds(Number(timeout)),
    granularity: mask === undefined ? undefined : parseGranularity(mask),
    engine: undefined,
  };
}

function printGranularity(granularity: Granularity): string {
  return granularity.family === "ipv4" ? granularity.mask.toString() : `/${granularity.length}`;
}

function parseGranularity(text: string): Granularity | undefined {
  const length = text.startsWith("/") ? parseNumber(text.slice(1), 128) : undefined;
  if (length !== undefined) return { family: "ipv6", length };
  const mask = IpAddress.parse(text);
  return mask?.family === "ipv4" ? { family: "ipv4", mask } : undefined;
}
