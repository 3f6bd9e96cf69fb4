import { printCure, printWarning } from "../warning-words.ts";
import type { WarningDocument } from "../live/status-document.ts";
import type { Evidence } from "./evidence.ts";
import { eventsOf } from "./evidence.ts";
import type { Finding } from "./explanation.ts";
import { rejections } from "./rejections.ts";
import { bothLists, isForeign, otherVrid } from "./strangers.ts";
import { printLength, printList, printTimes } from "./words.ts";

/** What records and the peer table tell of adverts that are not believed. */
export function rejectedHints(evidence: Evidence): readonly Finding[] {
  const { instance } = evidence;
  return rejections(evidence, evidence.recent).map(({ source, what, cure, record }) => {
    const count = instance?.peers.find((peer) => peer.source === source)?.rejected;
    const often = count === undefined || count === 0 ? "" : ` (${printTimes(count)} so far)`;
    const isMaster = evidence.turn?.event.to === "master" && record.id > evidence.turn.record.id;
    const isKnown = evidence.document?.warnings.some(({ kind, other }) => kind === "split-brain" && other === source);
    const two =
      isMaster && isKnown !== true ? " Only a master sends adverts, and this node is one: there are two masters." : "";
    const text = `Adverts of ${source} are rejected${often}: ${what}.${two}`;
    return { kind: "adverts-rejected", key: `rejected ${source}`, at: record.wall, text, cure };
  });
}

/** Nothing of protocol 112 has ever come in. */
export function unheardHints(evidence: Evidence): readonly Finding[] {
  const { instance, document } = evidence;
  if (instance === undefined || document === undefined || instance.state === "fault") return [];
  if (instance.counters.received > 0 || instance.peers.some(({ lastHeard }) => lastHeard !== undefined)) return [];
  const { interface: name } = instance;
  const heardThere = document.strangers.filter((stranger) => stranger.interface === name);
  if (heardThere.length > 0) {
    const who = printList(heardThere.map(({ vrid, source }) => `VRID ${vrid} of ${source}`));
    return [
      {
        kind: "other-vrids",
        key: "unheard",
        at: undefined,
        text: `Nothing was ever heard for VRID ${instance.vrid}, but ${who}: VRRP does arrive on ${name}.`,
        cure: "Compare virtual_router_id of this instance with that of its peers.",
      },
    ];
  }
  const others = document.instances.filter((each) => each.name !== instance.name && each.interface === name);
  if (others.some(({ counters }) => counters.received > 0)) return [];
  const unicast = instance.peers.some(({ configured }) => configured);
  const way = unicast ? "from a unicast peer" : `to ${instance.family === "ipv4" ? "224.0.0.18" : "ff02::12"}`;
  return [
    {
      kind: "protocol-not-heard",
      key: "unheard",
      at: undefined,
      text: `IP protocol 112 (VRRP) was never seen on ${name} since the start: either no other router runs, or a firewall on this node or the network drops it.`,
      cure: `If another router runs: look for a rule that drops protocol 112 here (nft list ruleset, iptables -S INPUT), and whether packets arrive: tcpdump -ni ${name} proto 112 must show some ${way}.`,
    },
  ];
}

/** Somebody of lower priority goes on being master although we are: it does not hear us. */
export function splitHints(evidence: Evidence): readonly Finding[] {
  const { turn, name, instance, document } = evidence;
  const now = turn?.event.to ?? instance?.state;
  const warning = document?.warnings.find(({ kind, subject }) => kind === "split-brain" && subject === name);
  if (now !== "master") return [];
  const records = turn === undefined ? evidence.records : evidence.aftermath;
  const contested = evidence
    .own(records, "lower-priority-advert")
    .findLast(({ event }) => event.response === "contested");
  const late = evidence.own(records, "late-advert").at(-1);
  // Whoever was late has let the other one take over: it hears us again, and goes.
  if (contested === undefined || (late !== undefined && warning === undefined)) return [];
  const { source, priority, ours } = contested.event;
  const lasts = warning === undefined ? "" : `, for ${printLength((document?.at ?? warning.since) - warning.since)}`;
  return [
    {
      kind: "split-brain",
      key: `split ${source}`,
      at: contested.record.wall,
      text: `${source} advertised as master with priority ${priority} while this node is master with ${ours}${lasts}. Its adverts arrive here, and it would give way if it heard ours: probably what this node sends (IP protocol 112) does not arrive there, or is rejected there.`,
      cure: `On ${source}: holdfast explain ${name}, and look for a rule that drops protocol 112 (nft list ruleset, iptables -S INPUT); here for one in OUTPUT.`,
    },
  ];
}

/** The other side advertises other addresses. */
export function addressHints(evidence: Evidence): readonly Finding[] {
  const told = evidence.own(evidence.records, "address-list-differs");
  const bySource = new Map(told.map(({ event, record }) => [event.source, { ...event, at: record.wall }]));
  const fromPeers = (evidence.instance?.peers ?? []).flatMap((peer) => {
    const { source, missing, unexpected } = peer;
    if (missing.length + unexpected.length === 0 || bySource.has(source)) return [];
    return [
      { source, missing, unexpected, vrid: evidence.instance?.vrid, expectedCount: ownCount(evidence), at: undefined },
    ];
  });
  return [...bySource.values(), ...fromPeers].map((each): Finding => {
    const { source, missing, unexpected, vrid, at } = each;
    const { ours, theirs } = bothLists(each, evidence);
    if (isForeign(each)) {
      return {
        kind: "vrid-conflict",
        key: `list ${source}`,
        at,
        text: `${source} advertises under VRID ${vrid} none of our addresses: its are ${theirs}, ours are ${ours}. It is probably of another cluster.`,
        cure: otherVrid,
      };
    }
    const parts = [
      ...(missing.length === 0 ? [] : [`its adverts lack ${printList(missing)}`]),
      ...(unexpected.length === 0
        ? []
        : [`${printList(unexpected)} ${unexpected.length === 1 ? "is" : "are"} not configured here`]),
    ];
    return {
      kind: "address-list-differs",
      key: `list ${source}`,
      at,
      text: `The virtual addresses differ: ours are ${ours}; those of ${source} are ${theirs} (${printList(parts)}).`,
      cure: "Make virtual_ipaddress of both nodes the same, and reload: what only one of them has moves to nobody.",
    };
  });
}

function ownCount({ instance }: Evidence): number {
  return instance?.addresses.filter(({ excluded }) => !excluded).length ?? 0;
}

/** Adverts of other virtual routers, of the other mode, or of ourselves. */
export function oddHints(evidence: Evidence): readonly Finding[] {
  const mode = evidence.own(evidence.recent, "unexpected-mode").at(-1);
  const self = evidence.own(evidence.recent, "own-address-advert").at(-1);
  const unknown = eventsOf(evidence.chapter, "unknown-vrid").filter(({ event }) =>
    evidence.interfaces.has(event.interface),
  );
  const others = new Set(unknown.map(({ event }) => `VRID ${event.vrid} of ${event.source}`));
  const cause = evidence.turn?.event.cause;
  const isUnheard = cause?.kind === "timeout" && cause.master === undefined;
  return [
    ...(mode === undefined
      ? []
      : [
          {
            kind: "wrong-mode",
            key: "mode",
            at: mode.record.wall,
            text: `${mode.event.source} sends ${mode.event.received} adverts, and this node speaks ${mode.event.received === "unicast" ? "multicast" : "unicast"}: they are not heard.`,
            cure: "Configure unicast_peer on both nodes, or on neither.",
          } as const,
        ]),
    ...(self === undefined
      ? []
      : [
          {
            kind: "own-address",
            key: "self",
            at: self.record.wall,
            text: `Adverts of our own address ${self.event.source} came in from outside: a loop, or a second machine with this address.`,
            cure: "Look for a bridge loop, or for a clone of this machine.",
          } as const,
        ]),
    ...(isUnheard && others.size > 0
      ? [
          {
            kind: "other-vrids",
            key: "unheard",
            at: unknown.at(-1)?.record.wall,
            text: `VRRP does arrive here, but for other virtual routers: ${printList([...others])}.`,
            cure: "Compare virtual_router_id of this instance with that of its peers.",
          } as const,
        ]
      : []),
  ];
}

/** By what the records tell of the same. */
const keys: Readonly<Record<WarningDocument["kind"], string>> = {
  "split-brain": "split",
  "address-list-differs": "list",
  "vrid-conflict": "list",
  "adverts-rejected": "rejected",
  carp: "carp",
  "owner-conflict": "owner",
  "tracker-disabled": "tracker",
};

/** What the daemon warns of now, or did to the end. */
export function warningHints(evidence: Evidence): readonly Finding[] {
  const { document, name, instance } = evidence;
  if (document === undefined) return standingAtTheEnd(evidence);
  const rejected = new Set(rejections(evidence, evidence.recent).map(({ source }) => source));
  return document.warnings
    .filter(
      ({ subject, concerns = [] }) =>
        subject === name ||
        subject === instance?.interface ||
        concerns.some((each) => each === name || each === instance?.group),
    )
    .map(({ kind, subject, other, text, cure }) => {
      const finding = warningFinding(kind, other ?? subject, text, cure);
      // Two that do not believe each other are master until they do.
      return kind === "split-brain" && rejected.has(other ?? "") ? { ...finding, cure: undefined } : finding;
    });
}

function standingAtTheEnd(evidence: Evidence): readonly Finding[] {
  const standing = new Map<string, Finding>();
  for (const record of evidence.recent) {
    const [begun] = evidence.own([record], "warning");
    const [over] = evidence.own([record], "warning-over");
    const event = begun?.event ?? over?.event;
    if (event === undefined) continue;
    const { kind } = event.warning;
    const key = `${kind} ${event.other}`;
    if (begun === undefined) standing.delete(key);
    else standing.set(key, warningFinding(kind, event.other, printWarning(event), printCure(event)));
  }
  return [...standing.values()];
}

/** `other`: what tells it from another one of its kind. */
function warningFinding(kind: WarningDocument["kind"], other: string, text: string, cure: string): Finding {
  return { kind: "warning", key: `${keys[kind]} ${other}`, at: undefined, text: `${text}.`, cure: `${cure}.` };
}
