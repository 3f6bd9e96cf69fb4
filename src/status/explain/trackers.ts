import { unreachable } from "../../base/assert.ts";
import type { FaultReason } from "../../vrrp/faults.ts";
import type { EventRecord } from "../live/event-record.ts";
import type { Plain } from "../live/plain.ts";
import type { Evidence, EventOf } from "./evidence.ts";
import { eventsOf } from "./evidence.ts";
import type { Reasoning } from "./explanation.ts";
import { join, nothing } from "./explanation.ts";
import { printLength, printOutput } from "./words.ts";

/** Why a script says what it says: its last run. `isGood`: it has succeeded. */
export function scriptStory(name: string, isGood: boolean, evidence: Evidence): Reasoning {
  const wanted = isGood ? "up" : "down";
  const found = eventsOf(until(evidence), "script-verdict").findLast(
    ({ event }) => event.script === name && event.verdict === wanted,
  );
  if (isGood) return { ...nothing, why: [`Script ${name} succeeds${found === undefined ? "" : " again"}.`] };
  const toDo = [`Run it as the daemon does and read what it says: holdfast test-script ${name}`];
  if (found === undefined) return { ...fromDocument(name, evidence), toDo };
  return { ...nothing, why: [runText(name, found.event)], toDo };
}

function runText(name: string, { outcome, output, inARow = 1 }: EventOf<"script-verdict">): string {
  const said = printOutput(output);
  const often = inARow > 1 ? ` ${inARow} times in a row` : "";
  switch (outcome.kind) {
    case "exited":
      return `Script ${name} failed${often}: it ended with status ${outcome.status}. ${said}`;
    case "signalled":
      return `Script ${name} failed${often}: ${outcome.signal} ended it. ${said}`;
    case "timed-out":
      return `Script ${name} timed out${often}: it was still running at the end of its timeout, and was killed. ${said}`;
    case "not-started":
      return `Script ${name} could not be started: ${outcome.code}.`;
    default:
      return unreachable(outcome);
  }
}

/** What the daemon says of a script now, where no record tells how it failed. */
function fromDocument(name: string, { document }: Evidence): Reasoning {
  const tracker = document?.trackers.find((each) => each.kind === "script" && each.name === name);
  if (tracker === undefined || tracker.isGood) return { ...nothing, why: [`Script ${name} failed.`] };
  return { ...nothing, why: [`Script ${name} fails: ${tracker.detail}. ${printOutput(tracker.output.join("\n"))}`] };
}

/** What is behind a part of the priority: its label is "script chk", "file flag", "process nginx", "interface eth1". */
export function partStory(label: string, isGood: boolean, evidence: Evidence): Reasoning {
  const [kind = "", ...rest] = label.split(" ");
  const name = rest.join(" ");
  if (kind === "script") return scriptStory(name, isGood, evidence);
  if (kind === "file") return fileStory(name, evidence);
  if (kind === "process") return processStory(name, evidence);
  return kind === "interface" ? linkStory(name, isGood, evidence) : nothing;
}

/** A reason for FAULT; `over`: it is one no longer. */
export function faultStory(reason: Plain<FaultReason>, over: boolean, evidence: Evidence): Reasoning {
  switch (reason.kind) {
    case "interface-missing":
    case "interface-down":
      return linkStory(reason.interface, over, evidence);
    case "tracked-interface": {
      const which = reason.reverse ? "which must not be up" : "which it tracks";
      const why = [`The fault is that of interface ${reason.interface}, ${which}.`];
      return join({ why }, linkStory(reason.interface, over !== reason.reverse, evidence));
    }
    case "interface-unsuitable":
      return simple(
        over,
        `Interface ${reason.interface} ${reason.lacks === "multicast" ? "does not do multicast" : "is a loopback"}.`,
        "Name another interface in the configuration.",
      );
    case "no-source-address":
      return simple(
        over,
        `Interface ${reason.interface} has no ${reason.family === "ipv4" ? "IPv4" : "IPv6"} address to send adverts from.`,
        `Give ${reason.interface} its own address back: ip address show dev ${reason.interface}`,
      );
    case "source-address-missing":
      return simple(over, `The source address ${reason.address} is not on this machine.`, "Give it its address back.");
    case "no-peers":
      return simple(over, "It has no unicast peer to speak to.", "Name the other nodes in unicast_peer.");
    case "no-socket":
      return simple(
        over,
        `No socket could be opened on ${reason.interface}, so nothing can be heard.`,
        "Read in the log why: journalctl -t Keepalived_vrrp",
      );
    case "script":
      return scriptStory(reason.script, over === (reason.verdict === "down"), evidence);
    case "script-pending":
      return { ...nothing, why: over ? [] : [`Script ${reason.script} has not reported yet: that is waited for.`] };
    case "file":
      return fileStory(reason.file, evidence);
    case "process":
      return processStory(reason.process, evidence);
    case "process-pending":
      return { ...nothing, why: over ? [] : [`The processes of ${reason.process} have not been counted yet.`] };
    case "maintenance":
      return maintenanceStory(reason.by, reason.reason, over, evidence);
    case "group":
      return {
        ...nothing,
        why: [`Member ${reason.member} of sync group ${reason.group} ${over ? "was" : "is"} in FAULT.`],
      };
    default:
      return unreachable(reason);
  }
}

function maintenanceStory(by: string, reason: string, over: boolean, evidence: Evidence): Reasoning {
  const why = reason === "" ? "without a reason" : `for this reason: ${reason}`;
  if (over) return { ...nothing, why: [`Its maintenance is over, which ${by} had ordered ${why}.`] };
  const order = eventsOf(until(evidence), "maintenance").findLast(({ event }) => event.change === "begun");
  const target = order === undefined ? evidence.name : order.event.target;
  return {
    ...nothing,
    why: [
      `${by} put ${target ?? "all instances of this node"} into maintenance, ${why}.`,
      "That is no failure: it takes no part until it is told to, and then becomes BACKUP.",
    ],
    toDo: [`When the work is done: holdfast maintenance off${target === undefined ? "" : ` ${target}`}`],
    told: ["maintenance"],
  };
}

function simple(over: boolean, text: string, cure: string): Reasoning {
  return over ? { ...nothing, why: [`This is over: ${text}`] } : { ...nothing, why: [text], toDo: [cure] };
}

function linkStory(name: string, isUp: boolean, evidence: Evidence): Reasoning {
  const changes = eventsOf(until(evidence), "link-state").filter(({ event }) => event.interface === name);
  const change = changes.findLast(({ event }) => (event.state === "up") === isUp);
  const { turn } = evidence;
  const told = [`link ${name}`];
  if (isUp) return { ...nothing, why: [`Interface ${name} ${change === undefined ? "is" : "came back"} up.`], told };
  const ahead = change === undefined || turn === undefined ? 0 : evidence.since(change.record, turn.record);
  const when = ahead < 500 ? "" : ` ${printLength(ahead)} before`;
  const gone = change?.event.state === "removed";
  return {
    ...nothing,
    why: [`Interface ${name} ${gone ? "was removed" : change === undefined ? "is down" : "went down"}${when}.`],
    toDo: [
      gone
        ? `Find out who removed ${name}, and bring it back.`
        : `Look at the cable, the switch port and the state of ${name}: ip link show dev ${name}`,
    ],
    told,
  };
}

function fileStory(name: string, evidence: Evidence): Reasoning {
  const found = eventsOf(until(evidence), "file-value").findLast(({ event }) => event.file === name);
  if (found === undefined) return { ...nothing, why: [`Tracked file ${name} holds a number that counts.`] };
  const { from, to } = found.event;
  const toDo = to === 0 ? [] : [`Write 0 into the file that track_file ${name} names when the reason is over.`];
  return { ...nothing, why: [`Somebody wrote ${to} into tracked file ${name}; it had held ${from}.`], toDo };
}

function processStory(name: string, evidence: Evidence): Reasoning {
  const found = eventsOf(until(evidence), "process-quorum").findLast(({ event }) => event.process === name);
  if (found === undefined) return { ...nothing, why: [`The processes that ${name} tracks are not as they should be.`] };
  const { change, count } = found.event;
  if (change === "gained") return { ...nothing, why: [`There are enough processes of ${name} again: ${count}.`] };
  return {
    ...nothing,
    why: [`There were too few processes of ${name}, or too many: ${count}.`],
    toDo: [`Find out why the processes of ${name} ended, and start them again.`],
  };
}

/** Everything up to the transition. */
function until({ records, turn }: Evidence): readonly EventRecord[] {
  return turn === undefined ? records : records.filter(({ id }) => id <= turn.record.id);
}
