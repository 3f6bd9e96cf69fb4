import type { EventRecord } from "../live/event-record.ts";
import type { Evidence } from "./evidence.ts";
import type { Reasoning } from "./explanation.ts";
import { nothing } from "./explanation.ts";
import { printLength } from "./words.ts";

/** The vrrp process died, and the next one went on. `silence`: after the last advert of the one that died. */
export function replacedStory(silence: number, evidence: Evidence): Reasoning {
  const death = deaths(evidence.chapter).at(-1);
  return {
    ...nothing,
    why: [
      `${death ?? "The vrrp process died"}; the next one went on as master ${printLength(silence)} after the last advert, before a backup missed it.`,
    ],
    toDo: ["Find out why it died: its last lines in the log, and the kernel's (out of memory, a killed process)."],
    told: ["died"],
  };
}

/** "The vrrp process (pid 12) was killed by SIGKILL" for each that has died, in order. */
export function deaths(records: readonly EventRecord[]): readonly string[] {
  return records.flatMap(({ process, event }) => {
    if (process !== "supervisor" || event.kind !== "child-died" || !("exit" in event)) return [];
    const { child, pid, exit } = event;
    if (child !== "vrrp") return [];
    const who = `The vrrp process${pid === undefined ? "" : ` (pid ${pid})`}`;
    if (exit.kind === "exited") return [`${who} ended with status ${exit.status}`];
    return [
      exit.kind === "signalled" ? `${who} was ended by ${exit.name}` : `${who} could not be started: ${exit.reason}`,
    ];
  });
}

/** It was told to stop, with the daemon or its process. */
export function stopStory(evidence: Evidence): Reasoning {
  const told = evidence.recent.some(isStop) || evidence.aftermath.some(({ event }) => event.kind === "daemon-stopped");
  return {
    ...nothing,
    why: [
      told
        ? "The daemon of this node was told to stop (SIGTERM, or systemctl stop), and gave up what it held."
        : "Its process was told to stop, and gave up what it held.",
    ],
    toDo: evidence.document === undefined ? ["If nobody meant that: start it again, systemctl start holdfast"] : [],
  };
}

function isStop({ process, event }: EventRecord): boolean {
  return process === "supervisor" && event.kind === "stopping";
}
