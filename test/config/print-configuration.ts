import { IpAddress, printPrefix } from "../../src/base/ip-address.ts";
import type { Prefix } from "../../src/base/ip-address.ts";
import type { Configuration } from "../../src/config/model.ts";

/** Properties whose numbers are microseconds. */
const durations = new Set([
  "advertInterval",
  "automaticPriorityDelay",
  "childWaitTime",
  "connectTimeout",
  "delay",
  "delayAfterBoot",
  "delayBeforeRetry",
  "delayLoop",
  "down",
  "expires",
  "forkDelay",
  "garpInterval",
  "garpLowerPriorityDelay",
  "garpMasterDelay",
  "garpMasterRefresh",
  "gnaInterval",
  "idleTransmit",
  "interval",
  "lowerPriorityDelay",
  "minimumReceive",
  "minimumTransmit",
  "preemptDelay",
  "preferredLifetime",
  "realServerInterval",
  "realTimeLimit",
  "refresh",
  "serviceInterval",
  "shutdownTimeout",
  "startupDelay",
  "startupTimeout",
  "tcp",
  "tcpFin",
  "terminateDelay",
  "timeWindow",
  "timeout",
  "udp",
  "up",
  "warmup",
]);

/** What most configurations have: short prints leave it out. */
const usual = new Set([
  "advertInterval: 1s",
  "advertToLowerPriority: true",
  "alpha: false",
  "checksumForm: pseudo-header",
  "closeNotify: false",
  "connectTimeout: 30s",
  "connectTimeout: 5s",
  "delay: 5s",
  "delayBeforeRetry: 1s",
  "delayLoop: 60s",
  "downTimerAdverts: 3",
  "dynamic: false",
  "fall: 1",
  "family: ipv4",
  "fastRecovery: false",
  "group: 224.0.0.18",
  "hashed: false",
  "hysteresis: 0",
  "inhibitOnFailure: false",
  "initFail: false",
  "initialState: backup",
  "inverted: false",
  "kind: multicast",
  "kind: none",
  "logAllFailures: false",
  "lowerPriorityDelay: 5s",
  "lowerPriorityRepeat: 5",
  "lowerThreshold: 0",
  "mail: true",
  "mark: 0",
  "method: NAT",
  "minimumOffset: 0",
  "omega: false",
  "onePacket: false",
  "preempt: true",
  "preemptDelay: 0s",
  "priority: 100",
  "protocol: 1.0",
  "quorum: 1",
  "refresh: 0s",
  "refreshRepeat: 1",
  "repeat: 5",
  "retry: 1",
  "reverse: false",
  "rise: 1",
  "scope: 0",
  "security: false",
  "sni: false",
  "startupDelay: 0s",
  "suspendWithoutAddress: false",
  "table: 254",
  "upperThreshold: 0",
  "value: 0",
  "version: 2",
  "warmup: 60s",
  "weight: 1",
]);

/**
 * A configuration as indented text. What is undefined or empty is left out, and in a short print what is usual as
 * well.
 */
export function printConfiguration(configuration: Configuration, form: "complete" | "short"): string {
  return printEntries(Object.entries(configuration), "", form).join("\n");
}

type Form = "complete" | "short";
type Entry = readonly [string, unknown];

function printEntries(entries: readonly Entry[], indent: string, form: Form): readonly string[] {
  return entries.flatMap(([key, value]) => printEntry(key, value, indent, form));
}

function printEntry(key: string, value: unknown, indent: string, form: Form): readonly string[] {
  if (value === undefined) return [];
  const plain = printPlain(key, value);
  if (plain !== undefined) {
    const line = `${key}: ${plain}`;
    return form === "short" && usual.has(line) ? [] : [indent + line];
  }
  const inner = printEntries(entriesOf(value), `${indent}  `, form);
  if (inner.length === 0) return [];
  const isFlat = entriesOf(value).every(
    ([name, entry]) => entry === undefined || printPlain(name, entry) !== undefined,
  );
  if (!isFlat) return [`${indent}${key}:`, ...inner];
  return [`${indent}${key}: { ${inner.map((line) => line.trim()).join(", ")} }`];
}

function printPlain(key: string, value: unknown): string | undefined {
  if (typeof value === "number") return durations.has(key) ? `${value / 1_000_000}s` : String(value);
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  if (value instanceof IpAddress) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (isPrefix(value)) return printPrefix(value);
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => printPlain("", entry) !== undefined)) {
    return JSON.stringify(value);
  }
  return undefined;
}

function isPrefix(value: unknown): value is Prefix {
  return typeof value === "object" && value !== null && "address" in value && "length" in value;
}

function entriesOf(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return value.map((entry, index) => [String(index + 1), entry]);
  if (value instanceof Map) return Array.from(value, ([key, entry]) => [String(key), entry]);
  return Object.entries(value ?? {});
}
