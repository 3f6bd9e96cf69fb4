import { unreachable } from "../base/assert.ts";
import { printPrefix } from "../base/ip-address.ts";
import { printDuration } from "../base/time.ts";
import { printCause } from "../status/cause.ts";
import { printChange } from "../status/reload-wording.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import type { Held } from "../vrrp/held.ts";
import type { RejectReason } from "../vrrp/admission.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";
import type { Warning } from "../vrrp/warning.ts";

/** An effect on one line, as the scenario files show it. */
export function printEffect(effect: Effect): string {
  switch (effect.kind) {
    case "send": {
      const { instance, source, destination, payload, packet, timeToLive } = effect;
      const [, , priority = 0] = payload;
      const hops = timeToLive === undefined ? "" : ` with TTL ${timeToLive}`;
      // Low byte of the sequence number in the authentication header.
      const sequence = packet === undefined ? "" : ` as number ${packet[31] ?? 0}`;
      const ends = `from ${source.toString()} to ${destination.toString()}`;
      return `${instance.name} sends priority ${priority} ${ends}${hops}${sequence}`;
    }
    case "hold":
      return `hold ${printHeld(effect)}`;
    case "release":
      return `release ${printHeld(effect)}`;
    case "shut":
    case "open":
      return `${effect.kind} ${effect.addresses.map(({ prefix }) => prefix.address.toString()).join(" ")}`;
    case "restore":
      return `restore ${effect.instance ?? "static"} ${printHeld(effect)}`;
    case "announce":
      return `announce ${effect.addresses.map(({ prefix }) => prefix.address.toString()).join(" ")} x${effect.repeat}`;
    case "open-sockets":
      return "open sockets";
    case "select-packets":
      return `hear ${effect.selection === undefined ? "everything" : "only what matters"} on ${effect.interface} ${effect.family} ${effect.mode}`;
    case "run-script":
      return `run ${effect.script}`;
    case "kill-script":
      return `kill ${effect.script}`;
    case "event":
      return printEvent(effect.event);
    default:
      return unreachable(effect);
  }
}

function printHeld(held: Held): string {
  const addresses = held.addresses.map((address) => `${printPrefix(address.prefix)}@${address.interface}`);
  const routes = held.routes.map((route) => `route:${printPrefix(route.destination)}`);
  const rules = held.rules.map((rule) => `rule:${rule.priority}`);
  return [...addresses, ...routes, ...rules].join(" ");
}

function printEvent(event: VrrpEvent): string {
  switch (event.kind) {
    case "instance-state":
      return `${event.instance} ${event.from} -> ${event.to} (${printCause(event.cause)})`;
    case "group-state":
      return `group ${event.group} -> ${event.to} (${printCause(event.cause)})`;
    case "group-arrived":
      return `group ${event.group} is ${event.to}`;
    case "advert-timeout":
      return `${event.instance} timeout (${printCause(event.cause)})`;
    case "priority": {
      const parts = event.parts.map(({ label, amount }) => `${amount < 0 ? "-" : "+"}${Math.abs(amount)} ${label}`);
      return `${event.instance} priority ${event.from} -> ${event.to} (${parts.join(", ") || "base"})`;
    }
    case "advert-rejected":
      return `${event.instance} rejects ${event.source.toString()}: ${printReason(event.reason)}`;
    case "unknown-vrid":
      return `unknown vrid ${event.vrid} from ${event.source.toString()} on ${event.interface}`;
    case "stranger":
      return `stranger ${event.protocol} ${event.vrid} from ${event.source.toString()} on ${event.interface}`;
    case "warning":
      return `${event.instance} warning: ${printWarning(event.warning)} of ${event.other.toString()}`;
    case "warning-over":
      return `${event.instance} warning over after ${printDuration(event.lasted)}: ${event.warning.kind} of ${event.other.toString()}`;
    case "repeated":
      return `${event.instance} also ${Array.from(event.counts, ([topic, count]) => `${count} ${topic}`).join(", ")}`;
    case "flood":
      return `flood on ${event.interface} ${event.news.kind}`;
    case "unexpected-mode":
      return `${event.instance} hears ${event.received} from ${event.source.toString()}`;
    case "lower-priority-advert":
      return `${event.instance} ${event.response} priority ${event.priority} of ${event.source.toString()}, ours ${event.ours}`;
    case "own-address-advert":
      return `${event.instance} hears its own address ${event.source.toString()}`;
    case "priority-zero-received":
      return `${event.instance} hears ${event.source.toString()} resign`;
    case "priority-zero-sent":
      return `${event.instance} has resigned`;
    case "master-changed":
      return `${event.instance} master ${event.from?.toString() ?? "none"} -> ${event.to.toString()}`;
    case "interval-learned":
      return `${event.instance} interval ${printDuration(event.from)} -> ${printDuration(event.to)}`;
    case "address-list-differs":
      return `${event.instance} addresses of ${event.source.toString()} differ: missing [${event.missing.join(" ")}] unexpected [${event.unexpected.join(" ")}]`;
    case "checksum-form":
      return `${event.instance} checksums of ${event.source.toString()}: ${event.form}, ours ${event.ours}`;
    case "owner-conflict":
      return `${event.instance} hears another owner ${event.source.toString()}${event.conceded ? " and gives way" : ""}`;
    case "preempt-delay-started":
      return `${event.instance} preempt delay ${printDuration(event.delay)}`;
    case "preempt-delay-stopped":
      return `${event.instance} preempt delay stopped`;
    case "addresses-set":
      return `${event.instance} addresses set`;
    case "addresses-kept":
      return `${event.instance} keeps its addresses for at most ${printDuration(event.atMost)}`;
    case "successor-heard":
      return `${event.instance} hears its successor ${event.source.toString()}`;
    case "addresses-removed":
      return `${event.instance} addresses removed`;
    case "left-behind":
      return `left behind: ${event.addresses.map(({ prefix }) => prefix.address.toString()).join(" ")}`;
    case "address-repaired":
      return `${event.instance} repairs ${printPrefix(event.address.prefix)}`;
    case "restored":
      return `${event.instance ?? "static"} restored ${printHeld(event)}`;
    case "announced":
      return `${event.instance} announced (${event.reason})`;
    case "late-advert":
      return `${event.instance} advertises ${printDuration(event.late)} late, ${event.count} times`;
    case "stalled":
      return `${event.instance} woke ${printDuration(event.late)} late`;
    case "link-state":
      return `link ${event.interface} ${event.state}`;
    case "device":
      return `device ${event.interface} of ${event.instance} ${event.change}`;
    case "link-delayed":
      return `link ${event.interface} ${event.state} for ${printDuration(event.delay)} to count`;
    case "script-result":
      return `script ${event.script} ${printOutcome(event.outcome)}`;
    case "script-verdict":
      return `script ${event.script} ${event.verdict} (${printOutcome(event.outcome)})`;
    case "script-overrun":
      return `script ${event.script} still running`;
    case "file-value":
      return `file ${event.file} ${event.from} -> ${event.to}`;
    case "file-invalid":
      return `file ${event.file} invalid: ${event.content}`;
    case "process-quorum":
      return `process ${event.process} quorum ${event.change} (${event.count})`;
    case "configuration-changed":
      return `${event.name} reloaded: ${event.changes.map(printChange).join(", ")}`;
    case "maintenance": {
      const why =
        event.change === "refused" ? `: no successor of ${event.instance} in ${printDuration(event.within)}` : "";
      return `maintenance of ${event.target ?? "everything"} by ${event.by} ${event.change}${why}`;
    }
    case "hand-over-begun":
      return `${event.instance} waits for a successor for at most ${printDuration(event.atMost)}`;
    case "hand-over-failed":
      return `${event.instance} stays`;
    case "startup-delayed":
      return `start delayed by ${printDuration(event.delay)}`;
    case "startup-delay-over":
      return "start delay over";
    case "reloaded":
      return `reloaded: added [${event.added.join(" ")}] removed [${event.removed.join(" ")}] changed [${event.changed.join(" ")}]`;
    default:
      return unreachable(event);
  }
}

/** "split-brain 150 to 100", "adverts-rejected password". */
export function printWarning(warning: Warning): string {
  switch (warning.kind) {
    case "split-brain": {
      const { priority, ours, rejection } = warning;
      return `split-brain ${priority ?? "?"} to ${ours}${rejection === undefined ? "" : ` (${printReason(rejection)})`}`;
    }
    case "address-list-differs":
      return `address-list-differs missing [${warning.missing.join(" ")}] unexpected [${warning.unexpected.join(" ")}]`;
    case "vrid-conflict":
      return `vrid-conflict ${warning.vrid} on ${warning.interface} [${warning.addresses.join(" ")}]`;
    case "carp":
      return `carp ${warning.vrid} on ${warning.interface}`;
    case "owner-conflict":
      return warning.kind;
    case "adverts-rejected":
      return `adverts-rejected ${printReason(warning.reason)}`;
    default:
      return unreachable(warning);
  }
}

export function printReason(reason: RejectReason): string {
  if (reason.kind === "ttl") return `ttl ${reason.ttl}`;
  if (reason.kind === "interval") {
    return `interval ${printDuration(reason.received)}, ours ${printDuration(reason.expected)}`;
  }
  if (reason.kind === "authentication-type") return `authentication type ${reason.received}, ours ${reason.expected}`;
  return reason.kind;
}

function printOutcome(outcome: ScriptOutcome): string {
  switch (outcome.kind) {
    case "exited":
      return `exited ${outcome.status}`;
    case "signalled":
      return outcome.signal;
    case "timed-out":
      return "timed out";
    case "not-started":
      return `not started: ${outcome.code}`;
    default:
      return unreachable(outcome);
  }
}
