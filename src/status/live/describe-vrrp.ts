import { unreachable } from "../../base/assert.ts";
import type { VrrpEvent } from "../../vrrp/events.ts";
import { floodLimit } from "../../vrrp/flood-guard.ts";
import { isOnlyPending } from "../../vrrp/faults.ts";
import { maintenanceText } from "../maintenance-wording.ts";
import { counted, type Described, type Severity, span, timesInWords } from "./described.ts";
import type { Plain } from "./plain.ts";
import { rejectionText } from "./rejection-text.ts";
import { printWarning } from "../warning-words.ts";
import { printOutcome } from "./script-outcome-text.ts";

type Event = Plain<VrrpEvent>;
type Of<Kind extends VrrpEvent["kind"]> = Extract<Event, { readonly kind: Kind }>;

/** An event of the vrrp process as a sentence. `omitted`: entries that its lists lack. */
export function describeVrrpEvent(event: Event, omitted: number): Described {
  const [severity, text] = sentence(event, omitted);
  return { subject: subjectOf(event), severity, text };
}

/** The most particular thing that it is about. */
function subjectOf(event: Event): string | undefined {
  if (event.kind === "configuration-changed") return event.name;
  if (event.kind === "maintenance") return event.target;
  for (const property of subjects) {
    const named = Object.entries(event).find(([name]) => name === property);
    if (typeof named?.[1] === "string") return named[1];
  }
  return undefined;
}

const subjects = ["instance", "group", "script", "file", "process", "interface"] as const;

/** Those with which traffic goes to the wrong router. */
const gravest: ReadonlySet<Of<"warning">["warning"]["kind"]> = new Set([
  "split-brain",
  "vrid-conflict",
  "owner-conflict",
] as const);

function sentence(event: Event, omitted: number): readonly [Severity, string] {
  switch (event.kind) {
    case "instance-state":
      return instanceState(event);
    case "group-state":
      return [event.to === "fault" ? "warning" : "notice", `Group ${event.group} goes to ${upper(event.to)}`];
    case "group-arrived":
      return [event.to === "fault" ? "warning" : "notice", `All of group ${event.group} are ${upper(event.to)}`];
    case "advert-timeout":
      return ["info", `The down timer of ${event.instance} ran out`];
    case "priority":
      return ["notice", `The priority of ${event.instance} changed from ${event.from} to ${event.to}`];
    case "advert-rejected":
      return ["warning", `${event.instance} rejected an advert of ${event.source}: ${rejectionText(event.reason)}`];
    case "unknown-vrid":
      return ["warning", `${event.source} uses VRID ${event.vrid} on ${event.interface}, which nobody here has`];
    case "stranger":
      return [
        event.protocol === "carp" ? "warning" : "notice",
        `${event.source} speaks ${event.protocol.toUpperCase()} with ${event.protocol === "carp" ? "vhid" : "VRID"} ${event.vrid} on ${event.interface}, which is nobody of ours`,
      ];
    case "warning":
      return [gravest.has(event.warning.kind) ? "error" : "warning", printWarning(event)];
    case "warning-over":
      return ["notice", `No more, after ${span(event.lasted)}: ${printWarning(event)}`];
    case "repeated":
      return ["warning", repeated(event)];
    case "flood":
      return flood(event);
    case "unexpected-mode":
      return [
        "warning",
        `${event.instance} got a ${event.received} advert of ${event.source} and expects ${event.received === "unicast" ? "multicast" : "unicast"}`,
      ];
    case "lower-priority-advert":
      return [
        "notice",
        `${event.source} advertises to ${event.instance} with priority ${event.priority}, ours is ${event.ours}: ${event.response === "discarded" ? "it is waited until it may be pre-empted" : "this router stays master"}`,
      ];
    case "own-address-advert":
      return ["warning", `${event.instance} got an advert from its own address ${event.source}: a loop or a clone`];
    case "priority-zero-received":
      return ["notice", `${event.source} gave up ${event.instance} with priority 0`];
    case "priority-zero-sent":
      return ["info", `${event.instance} gave up with priority 0`];
    case "master-changed":
      return [
        "notice",
        event.from === undefined
          ? `${event.to} is master of ${event.instance}`
          : `The master of ${event.instance} changed from ${event.from} to ${event.to}`,
      ];
    case "interval-learned":
      return [
        "notice",
        `${event.instance} took over the advert interval of ${event.source}: ${span(event.to)}, it was ${span(event.from)}`,
      ];
    case "address-list-differs":
      return ["warning", addressList(event)];
    case "checksum-form":
      return [
        "notice",
        `${event.source} makes checksums for ${event.instance} in the form ${event.form}, ours are ${event.ours}`,
      ];
    case "owner-conflict":
      return [
        "error",
        `${event.source} and this router both claim to own the addresses of ${event.instance}${event.conceded ? "; this router gives way" : ""}`,
      ];
    case "preempt-delay-started":
      return ["info", `${event.instance} waits ${span(event.delay)} before it pre-empts`];
    case "preempt-delay-stopped":
      return ["info", `${event.instance} does not wait any more to pre-empt`];
    case "addresses-set":
      return ["info", `${event.instance} takes its addresses`];
    case "addresses-kept":
      return ["info", `${event.instance} keeps its addresses for the successor, at most ${span(event.atMost)}`];
    case "successor-heard":
      return ["info", `${event.source} has taken over ${event.instance}`];
    case "addresses-removed":
      return ["info", `${event.instance} removes its addresses`];
    case "left-behind":
      return [
        "warning",
        `What a process that died has left behind is removed: ${addresses(event.addresses.length + omitted, event.addresses)}`,
      ];
    case "address-repaired":
      return [
        "warning",
        `Somebody removed ${host(event.address)} of ${event.instance} from ${event.address.interface}: it was put back`,
      ];
    case "restored":
      return ["warning", restored(event, omitted)];
    case "announced":
      return [
        "info",
        `${event.instance} announced ${addresses(event.addresses.length + omitted, event.addresses)}: ${announcementReasons[event.reason]}`,
      ];
    case "stalled":
      return [
        "warning",
        `This process was ${span(event.late)} late: ${event.instance} listens once more before it takes over`,
      ];
    case "late-advert":
      return [
        "warning",
        `${event.instance} advertised ${span(event.late)} late${event.count === 1 ? "" : `, ${event.count} times since this was last said`}`,
      ];
    case "link-delayed":
      return ["info", `${event.interface} is ${event.state}, which counts if it stays so for ${span(event.delay)}`];
    case "link-state":
      return event.state === "up"
        ? ["notice", `Interface ${event.interface} came up`]
        : ["warning", `Interface ${event.interface} ${event.state === "down" ? "went down" : "was removed"}`];
    case "device":
      return [event.change === "restored" ? "warning" : "info", deviceChanges[event.change](event.interface)];
    case "script-result":
      return ["info", `Script ${event.script} ${printOutcome(event.outcome)}`];
    case "script-verdict":
      return scriptVerdict(event);
    case "script-overrun":
      return ["warning", `Script ${event.script} still runs when it is due again: that run is left out`];
    case "file-value":
      return ["notice", `Tracked file ${event.file} changed from ${event.from} to ${event.to}`];
    case "file-invalid":
      return ["warning", `Tracked file ${event.file} holds no number that can be used: the one before still counts`];
    case "process-quorum":
      return event.change === "gained"
        ? ["notice", `There are enough processes again for ${event.process}: ${event.count}`]
        : ["warning", `There are not the right number of processes for ${event.process}: ${event.count}`];
    case "configuration-changed":
      return ["notice", `A reload changed ${event.part} ${event.name}: ${event.changes.map(change).join(", ")}`];
    case "maintenance":
      return [event.change === "refused" ? "warning" : "notice", maintenanceText(event)];
    case "hand-over-begun":
      return ["notice", `${event.instance} hands over: another router has ${span(event.atMost)} to take over`];
    case "hand-over-failed":
      return ["warning", `No other router took over ${event.instance}: it goes on as MASTER`];
    case "startup-delayed":
      return ["info", `The start waits for ${span(event.delay)}`];
    case "startup-delay-over":
      return ["info", "The start has waited long enough"];
    case "reloaded":
      return ["notice", `Reloaded: ${reloaded(event)}`];
    default:
      return unreachable(event);
  }
}

function instanceState({ instance, from, to, cause }: Of<"instance-state">): readonly [Severity, string] {
  const was = from === to ? "" : `, it was ${upper(from)}`;
  if (to === "fault" && cause.kind === "fault" && isOnlyPending(cause.reasons)) {
    return ["info", `${instance} waits in FAULT for the first results of its trackers${was}`];
  }
  if (to === "init") return ["notice", `${instance} stopped${was}`];
  if (cause.kind === "adopted") return ["notice", `${instance} remains ${upper(to)}`];
  return [to === "fault" ? "error" : "notice", `${instance} became ${upper(to)}${was}`];
}

function scriptVerdict({ script, verdict, outcome, inARow }: Of<"script-verdict">): readonly [Severity, string] {
  const often = inARow === undefined || inARow < 2 ? "" : ` ${timesInWords(inARow)} in a row`;
  return [verdict === "up" ? "notice" : "warning", `Script ${script} ${printOutcome(outcome, often)}`];
}

function repeated({ instance, counts, during }: Of<"repeated">): string {
  const parts = Object.entries(counts).map(([topic, count]) => `${topic} ${timesInWords(count)}`);
  return `Within ${span(during)} ${instance} saw more of the same: ${parts.join(", ")}`;
}

function flood({ interface: name, news }: Of<"flood">): readonly [Severity, string] {
  switch (news.kind) {
    case "began":
      return ["warning", `More than ${floodLimit} VRRP packets a second for nobody here come in on ${name}`];
    case "goes-on":
      return ["warning", `The flood on ${name} goes on: about ${news.packets} packets within ${span(news.during)}`];
    case "over":
      return ["notice", `The flood on ${name} is over: about ${news.packets} packets within ${span(news.lasted)}`];
    default:
      return unreachable(news);
  }
}

function addressList({ instance, source, missing, unexpected }: Of<"address-list-differs">): string {
  const parts = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(", ")}`] : []),
    ...(unexpected.length > 0 ? [`it has ${unexpected.join(", ")}, which is not configured here`] : []),
  ];
  return `${source} advertises other addresses for ${instance}: ${parts.join("; ") || "their number differs"}`;
}

function restored({ instance, addresses: held, routes, rules }: Of<"restored">, omitted: number): string {
  const parts = [
    ...(held.length > 0 ? [addresses(held.length + omitted, held)] : []),
    ...(routes.length > 0 ? [counted(routes.length, "route")] : []),
    ...(rules.length > 0 ? [counted(rules.length, "rule")] : []),
  ];
  return `Somebody removed ${parts.join(", ")} of ${instance ?? "what is static"}: put back`;
}

type Address = { readonly prefix: string; readonly interface: string };

/** Few by themselves, many by their number. */
function addresses(count: number, some: readonly Address[]): string {
  return count <= 3 ? some.map((each) => `${host(each)} on ${each.interface}`).join(", ") : `${count} addresses`;
}

/** Without the length of its prefix. */
function host({ prefix }: Pick<Address, "prefix">): string {
  return prefix.split("/", 1)[0] ?? prefix;
}

const announcementReasons: Readonly<Record<Of<"announced">["reason"], string>> = {
  "became-master": "it has become master",
  "second-burst": "once more after it has become master",
  refresh: "as it does regularly",
  "lower-priority-master": "another router with a lower priority had announced itself",
  repaired: "they were put back",
  extra: "as it does regularly",
};

const deviceChanges: Readonly<Record<Of<"device">["change"], (name: string) => string>> = {
  created: (name) => `Made interface ${name} with a virtual MAC address`,
  adopted: (name) => `Took over interface ${name} with a virtual MAC address`,
  restored: (name) => `Somebody removed or took down ${name}, an interface with a virtual MAC address: put back`,
  removed: (name) => `Removed interface ${name} with a virtual MAC address`,
};

function change(each: Of<"configuration-changed">["changes"][number]): string {
  switch (each.kind) {
    case "changed":
      return `${each.what} from ${each.from} to ${each.to}`;
    case "replaced":
      return `${each.what} changed`;
    case "added":
    case "removed":
      return `${each.what} ${each.kind}`;
    default:
      return unreachable(each);
  }
}

function reloaded({ added, removed, changed }: Of<"reloaded">): string {
  const parts = [
    ...added.map((name) => `${name} is new`),
    ...removed.map((name) => `${name} is gone`),
    ...changed.map((name) => `${name} differs`),
  ];
  return parts.join(", ") || "no instance differs";
}

function upper(state: string): string {
  return state.toUpperCase();
}
