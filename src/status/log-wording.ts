import { unreachable } from "../base/assert.ts";
import { printSeconds, toSeconds } from "../base/time.ts";
import type { VrrpEvent } from "../vrrp/events.ts";
import { addressList, checksumForm, ownerConflict, rejected, unexpectedMode } from "./advert-wording.ts";
import { always, detail, type LogLine } from "./log-line.ts";
import { maintenanceText } from "./maintenance-wording.ts";
import { announced, device } from "./network-wording.ts";
import { configurationChanged, reloadSummary } from "./reload-wording.ts";
import { flood, repeated } from "./repetition-wording.ts";
import { restoredTexts } from "./restored-wording.ts";
import { scriptVerdict } from "./script-wording.ts";
import { groupState, instanceState } from "./state-wording.ts";
import { printCure, printWarning } from "./warning-words.ts";

/**
 * The log lines of an event, in the words that operators of Keepalived search for and alert on (section 34 of the
 * reference). What the reference leaves out, the cause above all, follows in lines of our own.
 */
export function logLines(event: VrrpEvent): readonly LogLine[] {
  switch (event.kind) {
    case "instance-state":
      return instanceState(event);
    case "group-state":
      return groupState(event);
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
    case "stranger":
      // VRRP of others is what `log_unknown_vrids` is for.
      return event.protocol === "vrrp"
        ? []
        : [
            always(
              `CARP with vhid ${event.vrid} received from ${event.source.toString()} on interface(${event.interface})`,
            ),
          ];
    case "warning":
      return [always(`(${event.instance}) WARNING - ${printWarning(event)}. ${printCure(event)}`)];
    case "warning-over":
      return [
        always(`(${event.instance}) no more, after ${Math.round(toSeconds(event.lasted))} s: ${printWarning(event)}`),
      ];
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
      return [always(configurationChanged(event))];
    case "maintenance":
      return [always(maintenanceText(event))];
    case "hand-over-begun":
      return [
        always(
          `(${event.instance}) waits for another router to take over, for ${printSeconds(event.atMost)} s at most; its addresses stay`,
        ),
      ];
    case "hand-over-failed":
      return [always(`(${event.instance}) goes on as MASTER: nobody has taken over`)];
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
