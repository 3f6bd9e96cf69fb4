import type { Evidence } from "./evidence.ts";
import { eventsOf } from "./evidence.ts";
import type { Reasoning } from "./explanation.ts";
import { join, nothing } from "./explanation.ts";
import { rejections } from "./rejections.ts";
import { printLength, printList } from "./words.ts";

/** A rejection or a stall so soon before a timeout is what it came of. */
const lately = 10_000_000;

/** Why a backup heard nothing that it could accept: `master` was heard last, `silence` before it took over. */
export function silenceStory(master: string | undefined, silence: number | undefined, evidence: Evidence): Reasoning {
  if (master === undefined || silence === undefined) return nobody(evidence);
  const { turn, instance } = evidence;
  const rejected = rejections(evidence, evidence.chapter).find(({ source }) => source === master);
  const interval = instance === undefined ? "" : `; one is due every ${printLength(instance.advertInterval)}`;
  const missing = [`Adverts of ${master}: none was accepted for ${printLength(silence)}${interval}.`];
  if (rejected !== undefined && turn !== undefined && evidence.since(rejected.record, turn.record) < silence + lately) {
    return join(
      {
        missing,
        why: [
          `${master}, the master until then, was not silent: its adverts came, but were rejected: ${rejected.what}.`,
          `Nothing acceptable was heard for ${printLength(silence)}, so this node took over as well.`,
        ],
        told: [`rejected ${master}`],
      },
      changed(evidence),
      { why: [twoMasters(master, evidence)], toDo: [rejected.cure] },
    );
  }
  const own = ownFault(evidence);
  return join(
    {
      missing: [
        ...missing,
        `A goodbye: a router that is stopped on purpose sends priority 0 first; ${master} did not.`,
      ],
      why: [`${master}, the master until then, fell silent: nothing was heard of it for ${printLength(silence)}.`],
    },
    own ?? {
      why: [
        `It said no goodbye, and no record tells of trouble on this node, so it was probably not stopped in good order: it was killed, hangs, lost its power or its link, or its adverts are lost on the way.`,
      ],
    },
    sinceThen(master, evidence),
    own === undefined
      ? {
          toDo: [
            `Look at ${master}: does it have power, a link, and a daemon that runs? There: holdfast explain ${evidence.name}`,
          ],
        }
      : {},
  );
}

/** Nobody has been heard at all. */
function nobody(evidence: Evidence): Reasoning {
  const missing = ["Adverts: none at all was accepted since the instance was started."];
  const others = rejections(evidence, evidence.chapter);
  if (others.length > 0) {
    return {
      missing,
      why: others.map(({ source, what }) => `Adverts of ${source} came, but were rejected: ${what}.`),
      toDo: others.slice(0, 1).map(({ cure }) => cure),
      told: others.map(({ source }) => `rejected ${source}`),
    };
  }
  const why = [
    "No advert of another router was heard since the instance was started, so there was no master as far as this node could hear.",
  ];
  if (evidence.previous?.event.from === "init" && evidence.previous.event.to === "backup") {
    why.push("That is as it should be where it is the first router to run.");
  }
  return { ...nothing, missing, why };
}

/** What has been wrong on this node itself while nothing was heard. */
function ownFault(evidence: Evidence): Reasoning | undefined {
  const { turn, chapter, interfaces } = evidence;
  if (turn === undefined) return undefined;
  const recent = chapter.filter((record) => evidence.since(record, turn.record) < lately);
  const stall = evidence.own(recent, "stalled").at(-1);
  if (stall !== undefined) {
    return {
      ...nothing,
      why: [
        `The vrrp process of this node was late by ${printLength(stall.event.late)}, so it may have missed adverts; it listened for one more interval and heard none.`,
      ],
      toDo: ["Find out what holds this machine up: processor time, a suspended virtual machine, swapping."],
      told: ["late"],
    };
  }
  const links = eventsOf(recent, "link-state").filter(({ event }) => interfaces.has(event.interface));
  const link = links.findLast(({ event }) => event.state !== "up");
  if (link === undefined) return undefined;
  return {
    ...nothing,
    why: [`Interface ${link.event.interface} of this node was down shortly before, so adverts could not arrive.`],
    toDo: [`Look at the cable and the switch port of ${link.event.interface}.`],
    told: [`link ${link.event.interface}`],
  };
}

/** Whether a reload of this side came right before. */
function changed(evidence: Evidence): Partial<Reasoning> {
  const { turn } = evidence;
  if (turn === undefined) return {};
  const reloads = eventsOf(evidence.chapter, "configuration-changed").filter(
    ({ event, record }) => event.name === evidence.name && evidence.since(record, turn.record) < lately,
  );
  const last = reloads.at(-1);
  if (last === undefined) return {};
  const what = printList(last.event.changes.map((change) => change.what));
  const when = printLength(evidence.since(last.record, turn.record));
  return {
    why: [`A reload on this node changed ${what} ${when} before, so that is probably where the two differ.`],
    told: ["reload"],
  };
}

/** What has been heard of the old master since. */
function sinceThen(master: string, evidence: Evidence): Partial<Reasoning> {
  const { turn, instance } = evidence;
  const heardAt = instance?.peers.find(({ source }) => source === master)?.lastHeard;
  if (turn === undefined || heardAt === undefined) return {};
  const text =
    heardAt > turn.record.wall
      ? `${master} has been heard again since then.`
      : `Nothing has been heard of ${master} since then.`;
  return { why: [text] };
}

/** Only a master sends adverts, so whoever is still heard has not stopped being one. */
function twoMasters(master: string, evidence: Evidence): string {
  const later = rejections(evidence, evidence.aftermath).some(({ source }) => source === master);
  const { turn, instance } = evidence;
  const heardAt = instance?.peers.find(({ source }) => source === master)?.lastHeard ?? 0;
  return later || (turn !== undefined && heardAt > turn.record.wall)
    ? `Adverts of ${master} still come, and only a master sends them: there are two masters.`
    : `Only a master sends adverts, and those of ${master} came to the end: probably there are two masters now.`;
}
