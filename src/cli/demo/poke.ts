import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import type { Stage } from "./stage.ts";
import type { Terminal } from "./terminal.ts";
import type { Timeline } from "./timeline.ts";

type Action = {
  readonly meaning: string;
  /** What the daemon of the node has to be for it. */
  readonly when: "running" | "ended" | "either";
  readonly act: (stage: Stage, node: string) => Promise<void>;
};

/** What one can type, by its first word; the second one is a node. */
const actions: Readonly<Record<string, Action>> = {
  kill: {
    meaning: "power cut: the daemon killed, the link gone",
    when: "running",
    act: async (stage, node) => stage.cutPower(node),
  },
  stop: {
    meaning: "stop the daemon gracefully",
    when: "running",
    act: async (stage, node) => stage.stop(node),
  },
  start: {
    meaning: "start the daemon again",
    when: "ended",
    act: async (stage, node) => stage.start(node),
  },
  cut: { meaning: "pull the cable", when: "either", act: async (stage, node) => stage.cutLink(node) },
  mend: { meaning: "plug the cable in", when: "either", act: async (stage, node) => stage.restoreLink(node) },
};

/** Says what can be done with the nodes that keep running. */
export function invite(terminal: Terminal, stage: Stage, page: string): void {
  terminal.line();
  terminal.line("Everything keeps running, and the client keeps asking. Type, with node1 or node2 for NODE:");
  for (const [verb, { meaning }] of Object.entries(actions)) {
    terminal.line(`  ${terminal.paint("bold", `${verb} NODE`.padEnd(14))}${meaning}`);
  }
  terminal.line("or go into a node from another terminal, and look at it with ip address or tcpdump -ni eth0 vrrp:");
  for (const [node, inhabitant] of stage.inhabitants()) {
    terminal.line(`  ${node}  ${terminal.paint("bold", enterCommand(inhabitant))}`);
  }
  terminal.line(`The page of both nodes: ${terminal.paint("bold", page)}`);
  terminal.line("Ctrl-C ends it and removes everything.");
  terminal.line();
}

/** Does what is typed, one line after the other, for as long as there is input. */
export function obey(stage: Stage, timeline: Timeline): void {
  let last = Promise.resolve();
  createInterface({ input: process.stdin }).on("line", (line) => {
    last = last
      .then(async () => perform(stage, timeline, line))
      .catch((error: unknown) => {
        timeline.add("demo", error instanceof Error ? error.message : String(error));
      });
  });
}

async function perform(stage: Stage, timeline: Timeline, line: string): Promise<void> {
  const [verb = "", node = ""] = line.trim().split(/\s+/u);
  if (verb === "") return;
  const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined;
  if (action === undefined || !stage.inhabitants().has(node)) {
    timeline.add("demo", `say ${Object.keys(actions).join(", ")}, and node1 or node2`);
    return;
  }
  const state = stage.isRunning(node) ? "running" : "ended";
  if (action.when === "either" || action.when === state) await action.act(stage, node);
  else timeline.add("demo", state === "running" ? `${node} is running` : `${node} is not running`);
}

/** The command that leads into the namespaces of a process; one that was elevated is in a user namespace too. */
function enterCommand(pid: number | undefined): string {
  const isElevated = /^\s*0\s+\d+\s+1\s*$/u.test(readFileSync("/proc/self/uid_map", "utf8"));
  return `nsenter -t ${String(pid)}${isElevated ? " -U --preserve-credentials" : ""} -n -m -p`;
}
