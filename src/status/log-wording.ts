import { unreachable } from "../base/assert.ts";
import { printSeconds, toSeconds } from "../base/time.ts";
import type { ConfigChange } from "../vrrp/config-difference.ts";
import type { Cause, StateName, VrrpEvent } from "../vrrp/events.ts";
import { floodLimit, type FloodNews } from "../vrrp/flood-guard.ts";
import { type FaultReason, isOnlyPending } from "../vrrp/faults.ts";
import type { Topic } from "../vrrp/repetition.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";
import { printCause, printFault } from "./cause.ts";
import { restoredTexts } from "./restored-wording.ts";

/** One line of the log. `detail`: only with `-D`. */
export type LogLine = { readonly text: string; readonly detail: boolean };

/**
 * The log lines of an event, in the words that operators of Keepalived search for and alert on (section 34 of the
 * reference). What the reference leaves out, the cause above all, follows in lines of our own.
 */
export function logLines(event: VrrpEvent): readonly LogLine[] {
  switch (event.kind) {
    case "instance-state":
      return instanceState(event);
    case "group-state":
      return event.cause.kind === "started" || isAdoption(event.cause) || event.to === "init" || isHeldBack(event.cause)
        ? []
        : [always(`VRRP_Group(${event.group}) Syncing instances to ${printState(event.to)} state`)];
    case "group-arrived":
      return [];
    case "advert-timeout":
      return [detail(`(${event.instance}) Receive advertisement timeout`)];
    case "priority":
      return [always(`(${event.instance}) Changing effective priority from ${event.from} to ${event.to}`)];
    case "advert-rejected":
      return [always(rejected(event))];
    case "unknown-vrid":
      return [always(`Unknown VRID(${event.vrid}) received on interface(${event.interface}). ignoring...`)];
    case "repeated":
      return [always(repeated(event))];
    case "flood":
      return [always(flood(event.interface, event.news))];
    case "unexpected-mode":
      return [always(unexpectedMode(event.instance, event.source.toString(), event.received))];
    case "lower-priority-advert": {
      const { instance, source, priority, ours, response } = event;
      return [
        always(
          response === "discarded"
            ? `(${instance}) received lower priority (${priority}) advert from ${source.toString()} - discarding`
            : `(${instance}) Received advert from ${source.toString()} with lower priority ${priority}, ours ${ours}, forcing new election`,
        ),
      ];
    }
    case "own-address-advert":
      return [
        always(`(${event.instance}) WARNING - equal priority advert received from remote host with our IP address.`),
      ];
    case "priority-zero-received":
      return [
        detail(
          event.state === "backup"
            ? `(${event.instance}) Backup received priority 0 advertisement`
            : `(${event.instance}) Master received priority 0 message`,
        ),
      ];
    case "priority-zero-sent":
      return [detail(`(${event.instance}) sent 0 priority`)];
    case "master-changed":
      return [
        detail(
          event.from === undefined
            ? `(${event.instance}) master set to ${event.to.toString()}`
            : `(${event.instance}) master changed from ${event.from.toString()} to ${event.to.toString()}`,
        ),
      ];
    case "interval-learned":
      return [
        detail(
          `(${event.instance}) advertisement interval updated from ${printSeconds(event.from)} to ${printSeconds(event.to)} sec by ${event.source.toString()}`,
        ),
      ];
    case "address-list-differs":
      return addressList(event);
    case "checksum-form":
      return [always(checksumForm(event))];
    case "owner-conflict":
      return [always(ownerConflict(event))];
    case "preempt-delay-started":
      return [detail(`(${event.instance}) start preempt delay (${toSeconds(event.delay).toFixed(6)})`)];
    case "preempt-delay-stopped":
      return [detail(`(${event.instance}) stop preempt delay`)];
    case "addresses-set":
      return [detail(`(${event.instance}) setting VIPs.`)];
    case "addresses-kept":
      return [
        detail(
          `(${event.instance}) keeping VIPs until a successor advertises (at most ${printSeconds(event.atMost)} s)`,
        ),
      ];
    case "successor-heard":
      return [detail(`(${event.instance}) ${event.source.toString()} has taken over`)];
    case "addresses-removed":
      return [detail(`(${event.instance}) removing VIPs.`)];
    case "left-behind":
      return [
        always(
          `Removing what a process that died has left behind: ${event.addresses.map(({ prefix }) => prefix.address.toString()).join(", ") || "routes"}`,
        ),
      ];
    case "address-repaired":
      return [
        always(
          `(${event.instance}) ${event.address.prefix.address.toString()} was removed from ${event.address.interface} by somebody else - restored`,
        ),
      ];
    case "restored":
      return restoredTexts(event).map(always);
    case "announced":
      return announced(event);
    case "stalled":
      return [
        always(
          `A thread timer expired ${toSeconds(event.late).toFixed(6)} seconds ago - (${event.instance}) listens for another interval before it takes over`,
        ),
      ];
    case "late-advert": {
      const { instance, late, count } = event;
      const times = count === 1 ? "" : `, ${count} times since this was last said`;
      return [
        always(
          `A thread timer expired ${toSeconds(late).toFixed(6)} seconds ago - (${instance}) advertises late${times}`,
        ),
      ];
    }
    case "link-state":
      return [always(`Netlink reports ${event.interface} ${event.state === "removed" ? "deleted" : event.state}`)];
    case "device":
      return [always(device(event))];
    case "link-delayed":
      return [
        detail(
          `Netlink reports ${event.interface} ${event.state}, which counts after ${printSeconds(event.delay)} seconds`,
        ),
      ];
    case "script-result":
      return event.outcome.kind === "exited"
        ? [always(`Script \`${event.script}\` now returning ${event.outcome.status}`)]
        : [];
    case "script-verdict":
      return scriptVerdict(event.script, event.verdict, event.outcome, event.output);
    case "script-overrun":
      return [always(`Track script ${event.script} is already running, expect idle - skipping run`)];
    case "file-value":
      return [always(`Tracked file ${event.file} now contains ${event.to}`)];
    case "file-invalid":
      return [always(`Invalid number ${event.content} read from tracked file ${event.file} - ignoring`)];
    case "process-quorum":
      return [always(`Quorum ${event.change} for tracked process ${event.process}`)];
    case "configuration-changed":
      return [always(`${blockName(event.part, event.name)} reloaded: ${event.changes.map(printChange).join(", ")}`)];
    case "startup-delayed":
      return [always(`Delaying startup for ${printSeconds(event.delay)} seconds`)];
    case "startup-delay-over":
      return [always("Delayed start completed")];
    case "reloaded":
      return [always(`Reloaded: ${reloadSummary(event)}`)];
    default:
      return unreachable(event);
  }
}

/** A state as the reference writes it. */
function printState(state: StateName): string {
  return state.toUpperCase();
}

function instanceState({
  instance,
  from,
  to,
  cause,
}: VrrpEvent & { readonly kind: "instance-state" }): readonly LogLine[] {
  switch (to) {
    case "init":
      return [];
    case "fault":
      // Held back until its scripts have reported: nothing has failed.
      if (isHeldBack(cause)) return [];
      return [
        ...(cause.kind === "fault" ? cause.reasons.map((reason) => always(enteringFault(instance, reason))) : []),
        always(`(${instance}) Entering FAULT STATE`),
      ];
    case "backup":
      return [
        ...(cause.kind === "advert" ? [outvoted(instance, cause)] : []),
        always(`(${instance}) Entering BACKUP STATE${from === "init" ? " (init)" : ""}`),
      ];
    case "master":
      if (isAdoption(cause)) return [always(`(${instance}) Remaining in MASTER STATE: ${printCause(cause)}`)];
      return [
        always(`(${instance}) Entering MASTER STATE`),
        detail(`(${instance}) became master because: ${printCause(cause)}`),
      ];
    default:
      return unreachable(to);
  }
}

/** The forms of the reference: with a colon, and scripts by their own phrase. */
function enteringFault(instance: string, reason: FaultReason): string {
  return reason.kind === "script"
    ? `(${instance}): entering FAULT state due to script ${reason.script}`
    : `(${instance}): entering FAULT state (${printFault(reason)})`;
}

/** What an operator sees has not changed. */
function isAdoption(cause: Cause): boolean {
  return cause.kind === "adopted" || (cause.kind === "group" && isAdoption(cause.because));
}

function isHeldBack(cause: Cause): boolean {
  return cause.kind === "fault" && isOnlyPending(cause.reasons);
}

function outvoted(instance: string, cause: Cause & { readonly kind: "advert" }): LogLine {
  const { source, priority, ours, won } = cause;
  const from = `(${instance}) Master received advert from ${source.toString()}`;
  return always(
    won === "by-priority"
      ? `${from} with higher priority ${priority}, ours ${ours}`
      : `${from} with same priority ${priority} but higher IP address than ours`,
  );
}

function rejected(event: VrrpEvent & { readonly kind: "advert-rejected" }): string {
  const { reason, version } = event;
  const start = `(${event.instance})`;
  const source = event.source.toString();
  switch (reason.kind) {
    case "ttl": {
      const { ttl, minimum, maximum } = reason;
      return minimum === maximum
        ? `${start} invalid TTL/HL ${ttl} from ${source}. expected ${minimum}`
        : `${start} TTL/HL ${ttl} from ${source} not in range ${minimum} - ${maximum}`;
    }
    case "header-missing":
      return `${start} IPSEC-AH : advert without an authentication header from ${source} - ignored`;
    case "header-malformed":
      return `${start} IPSEC-AH : malformed authentication header from ${source} - ignored`;
    case "header-digest":
      return `${start} IPSEC-AH : invalid IPSEC HMAC-MD5 value from ${source}. Due to fields mutation or bad password !`;
    case "header-repeated":
      return `${start} IPSEC-AH : sequence number from ${source} is not new - ignored`;
    case "not-a-peer":
      return `${start} unicast source address ${source} not a unicast peer`;
    case "owner-ignores":
      return `${start} owner of the addresses ignores the advert from ${source}`;
    case "authentication-type":
      return `${start} received a ${reason.received} auth from ${source}, expecting ${reason.expected}!`;
    case "password":
      return `${start} received an invalid passwd from ${source}!`;
    case "interval":
      return `${start} advertisement interval mismatch with ${source} mine=${printSeconds(reason.expected)} sec rcv'd=${printSeconds(reason.received)} sec`;
    case "checksum":
      return `${start} Invalid VRRPv${version} checksum from ${source}`;
    case "version":
      return `${start} wrong VRRP version from ${source}`;
    case "type":
      return `${start} invalid VRRP packet type from ${source}`;
    case "truncated":
    case "length":
      return `${start} invalid VRRP packet length from ${source}`;
    case "zero-count":
      return `${start} advert from ${source} carries no address - ignored`;
    case "zero-interval":
      return `${start} advert from ${source} carries interval 0 - ignored`;
    case "not-link-local":
      return `${start} first address of the advert from ${source} is not link-local - ignored`;
    case "own-address":
      return `${start} advert received from our own address ${source}`;
    default:
      return unreachable(reason);
  }
}

function unexpectedMode(instance: string, source: string, received: "multicast" | "unicast"): string {
  const expected = received === "multicast" ? "unicast" : "multicast";
  return `(${instance}) Expected ${expected} packet but received ${received} packet from ${source}`;
}

function repeated({ instance, counts, during }: VrrpEvent & { readonly kind: "repeated" }): string {
  const parts = Array.from(counts, ([topic, count]) => `${count} more of ${topicWords[topic]}`);
  return `(${instance}) in the last ${Math.round(toSeconds(during))} s: ${parts.join(", ")}`;
}

/** What was not told each time, in a word or two. */
const topicWords: Readonly<Record<Topic, string>> = {
  truncated: "invalid packet length",
  version: "wrong VRRP version",
  type: "invalid packet type",
  length: "invalid packet length",
  checksum: "invalid checksum",
  "zero-count": "no address",
  "zero-interval": "interval 0",
  "not-link-local": "first address not link-local",
  ttl: "invalid TTL/HL",
  "authentication-type": "wrong auth type",
  "header-missing": "no authentication header",
  "header-malformed": "malformed authentication header",
  "header-digest": "invalid authentication header",
  "header-repeated": "repeated authentication header",
  "not-a-peer": "unicast source not a peer",
  "owner-ignores": "advert to the address owner",
  password: "invalid passwd",
  interval: "advertisement interval mismatch",
  "own-address": "our own address",
  "master-changed": "master changed",
  "interval-learned": "advertisement interval updated",
  "lower-priority-advert": "lower priority advert",
  "priority-zero-received": "priority 0 advert",
  "address-list-differs": "other ip addresses",
  "preempt-delay-started": "start preempt delay",
  "preempt-delay-stopped": "stop preempt delay",
  announced: "announcements because of lower priority adverts",
};

function flood(name: string, news: FloodNews): string {
  switch (news.kind) {
    case "began":
      return `VRRP packets for nobody here flood ${name}, more than ${floodLimit} a second - most are dropped by the kernel from now on`;
    case "goes-on":
      return `VRRP packets for nobody here still flood ${name} - about ${news.packets} more in the last ${Math.round(toSeconds(news.during))} s`;
    case "over":
      return `The flood of VRRP packets on ${name} is over - about ${news.packets} in ${Math.round(toSeconds(news.lasted))} s`;
    default:
      return unreachable(news);
  }
}

/** What each form covers. */
const checksumForms = {
  message: "without a pseudo-header (RFC 9568, v3_checksum_as_v2)",
  "pseudo-header": "with a pseudo-header",
  "old-unicast": "as Keepalived up to 1.3.6 (old_unicast_checksum)",
} as const;

function checksumForm({ instance, source, form, ours }: VrrpEvent & { readonly kind: "checksum-form" }): string {
  const theirs = `(${instance}) checksums from ${source.toString()} are made ${checksumForms[form]}`;
  return form === "old-unicast"
    ? `${theirs}. Setting unicast VRRPv3 checksum to old version for it`
    : `${theirs}, ours ${checksumForms[ours]}`;
}

function ownerConflict({ instance, source, conceded }: VrrpEvent & { readonly kind: "owner-conflict" }): string {
  const who = `local instance and a remote instance (${source.toString()})`;
  const problem = `(${instance}) CONFIGURATION ERROR: ${who} are both configured as address owner, please fix`;
  return conceded ? `${problem} - reducing local priority` : problem;
}

function addressList(event: VrrpEvent & { readonly kind: "address-list-differs" }): readonly LogLine[] {
  const { instance, vrid, source, missing, unexpected, expectedCount, receivedCount } = event;
  return [
    ...(expectedCount === receivedCount
      ? []
      : [
          always(
            `(${instance}) expected ${expectedCount} VIPs but received ${receivedCount} from ${source.toString()}`,
          ),
        ]),
    ...missing.map((address) =>
      always(
        `(${instance}) ip address associated with VRID ${vrid} not present in advert from ${source.toString()}: ${address.toString()}`,
      ),
    ),
    ...unexpected.map((address) =>
      always(
        `(${instance}) advert from ${source.toString()} has ip address that is not configured here: ${address.toString()}`,
      ),
    ),
  ];
}

function device({ instance, interface: name, change }: VrrpEvent & { readonly kind: "device" }): string {
  switch (change) {
    case "created":
      return `(${instance}): Success creating VMAC interface ${name}`;
    case "adopted":
      return `(${instance}) Found matching interface ${name}`;
    case "restored":
      return `(${instance}): VMAC interface ${name} was removed or taken down by somebody else - restored`;
    case "removed":
      return `(${instance}) Success removing VMAC interface ${name}`;
    default:
      return unreachable(change);
  }
}

function announced({ instance, addresses, repeat }: VrrpEvent & { readonly kind: "announced" }): readonly LogLine[] {
  const lines: LogLine[] = [];
  for (const { prefix, interface: name } of addresses) {
    const what = prefix.address.family === "ipv4" ? "gratuitous ARP" : "unsolicited Neighbour Advert";
    lines.push(detail(`(${instance}) Sending/queueing ${what}s on ${name} for ${prefix.address.toString()}`));
    for (let round = 0; round < repeat; round += 1) {
      lines.push(detail(`Sending ${what} on ${name} for ${prefix.address.toString()}`));
    }
  }
  return lines;
}

function scriptVerdict(
  script: string,
  verdict: "up" | "down",
  outcome: ScriptOutcome,
  output: string,
): readonly LogLine[] {
  if (verdict === "up") return [always(`VRRP_Script(${script}) succeeded`)];
  const said = output
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(-3);
  return [
    always(`VRRP_Script(${script}) ${printOutcome(outcome)}`),
    ...said.map((line) => always(`VRRP_Script(${script}) said: ${line}`)),
  ];
}

function printOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `failed (exited with status ${outcome.status})`;
    case "signalled":
      return `failed (due to signal ${outcome.signal})`;
    case "timed-out":
      return "timed out";
    case "not-started":
      return `failed (could not be started: ${outcome.code})`;
    default:
      return unreachable(outcome);
  }
}

function blockName(part: "instance" | "group" | "script", name: string): string {
  if (part === "instance") return `(${name})`;
  return part === "group" ? `VRRP_Group(${name})` : `VRRP_Script(${name})`;
}

/** "priority 100 -> 90", "address 192.0.2.100/32 added". */
export function printChange(change: ConfigChange): string {
  switch (change.kind) {
    case "changed":
      return `${change.what} ${change.from} -> ${change.to}`;
    case "replaced":
      return `${change.what} changed`;
    case "added":
    case "removed":
      return `${change.what} ${change.kind}`;
    default:
      return unreachable(change);
  }
}

function reloadSummary(event: VrrpEvent & { readonly kind: "reloaded" }): string {
  const parts = [
    ...event.added.map((name) => `${name} added`),
    ...event.removed.map((name) => `${name} removed`),
    ...event.changed.map((name) => `${name} changed`),
  ];
  return parts.length === 0 ? "no instance differs" : parts.join(", ");
}

function always(text: string): LogLine {
  return { text, detail: false };
}

function detail(text: string): LogLine {
  return { text, detail: true };
}
