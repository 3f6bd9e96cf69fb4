import { printDuration, type Duration, milliseconds } from "../../base/time.ts";
import type { Speaker } from "./speaker.ts";

const numberNames = { vrrp: "VRID", carp: "CARP VHID", hsrp: "HSRP group" } as const;
const familyNames = { ipv4: "IPv4", ipv6: "IPv6" } as const;

/** "VRID 51, IPv4" or "VRID 51, IPv4, VLAN 12" */
export function subjectOf({ protocol, group, family, vlan }: Speaker): string {
  return `${numberNames[protocol]} ${group}, ${familyNames[family]}${vlan === undefined ? "" : `, VLAN ${vlan}`}`;
}

/** "192.0.2.1", or "192.0.2.1 (this machine)" */
export function nameOf({ source, isOwn }: Speaker): string {
  return isOwn ? `${source.toString()} (this machine)` : source.toString();
}

/** "a", "a and b", "a, b and c" */
export function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** Each word once, in the order of their coming. */
export function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

/** Rounded to tenths of a second: "3.2s". */
export function roughly(duration: Duration): string {
  const tenth = milliseconds(100);
  return printDuration(milliseconds(Math.round(duration / tenth) * 100));
}

/** Elements of a long list that are shown, and the number of the others. */
export function shortened(words: readonly string[], most: number): string {
  const rest = words.length - most;
  return rest > 0 ? `${words.slice(0, most).join(", ")} and ${rest} more` : words.join(", ");
}

/** "1 message", "2 messages" */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
