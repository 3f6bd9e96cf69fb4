import { fileURLToPath } from "node:url";
import type { TestContext } from "node:test";
import { type Daemon, type LabNode, type Program, Topology, type WireCapture } from "../../src/lab/index.ts";
import { holdfast } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";

/** The command line under its own name. */
export const command: readonly [string, ...string[]] = [
  process.execPath,
  fileURLToPath(new URL("../../bin/holdfast", import.meta.url)),
];

export const address = "192.0.2.100";

/** One instance; `more` is what else is in its block. */
export function instance(priority: number, more = ""): string {
  return usualInstance(priority, address, more);
}

/** The status socket of a daemon with this pid file. */
export function socketOf(pidFile: string): string {
  return `/run/holdfast/${encodeURIComponent(pidFile.slice(1))}/holdfast.sock`;
}

/** How a command has ended, and what it said. */
export type Said = { readonly status: number | undefined; readonly text: string };

/** Two nodes on one network. */
export class Stage {
  readonly one: LabNode;
  readonly two: LabNode;

  readonly #lab: Topology;

  private constructor(lab: Topology) {
    this.#lab = lab;
    this.one = lab.node("one");
    this.two = lab.node("two");
  }

  static async open(context: TestContext): Promise<Stage> {
    const lab = await Topology.open({
      nodes: {
        one: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
        two: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
      },
    });
    context.after(async () => lab.close());
    return new Stage(lab);
  }

  async start(node: LabNode, configuration: string, ...options: readonly string[]): Promise<Daemon> {
    node.files.write("keepalived.conf", configuration);
    return node.startDaemon({ program: holdfast.daemon, options });
  }

  /** Starts `holdfast` with these words. */
  spawn(node: LabNode, ...words: readonly string[]): Program {
    return node.spawn([...command, ...words]);
  }

  /** Runs a script of Node.js until its input ends. */
  script(node: LabNode, text: string): Program {
    const untilEnd = "process.stdin.on('end', () => process.exit()).resume();";
    return node.spawn([process.execPath, "-e", `${untilEnd}${text}`]);
  }

  /** Runs `holdfast` at a terminal of 80 by 24, then tells its exit status and how the terminal is set. */
  terminal(node: LabNode, ...words: readonly string[]): Program {
    const line = `stty rows 24 cols 80; sh -c 'echo $$ >/run/top.pid; exec ${[...command, ...words].join(" ")}'; echo "status $?"; echo "modes: $(stty -a | tr ';\n' '  ')"`;
    return node.spawn(["env", "TERM=xterm", "script", "-qefc", line, "/dev/null"]);
  }

  /** What passes between the two. */
  async capture(): Promise<WireCapture> {
    return this.#lab.capture();
  }

  /** Runs `holdfast` with these words to its end. */
  async run(node: LabNode, ...words: readonly string[]): Promise<Said> {
    return this.runAs(node, [], ...words);
  }

  /** The same behind another command, such as one that changes the user. */
  async runAs(node: LabNode, before: readonly string[], ...words: readonly string[]): Promise<Said> {
    // The status is the last line: what was said before it has come by then.
    const all = [...before, ...command, ...words];
    const program = node.spawn(["sh", "-c", '"$@" 2>&1; echo "status $?"', "run", ...all]);
    const last = await program.awaitLine(/^status \d+$/u);
    const lines = program.lines.map(({ text }) => text).filter((line) => line !== last.text);
    return { status: Number(last.text.slice("status ".length)), text: lines.join("\n") };
  }
}
