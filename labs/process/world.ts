import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { Program } from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

/**
 * Two machines, "blue" (192.0.2.1) and "green" (192.0.2.2), as network namespaces that have names: what `-s` and
 * `net_namespace` are for. Processes are those of this machine; /run is its own and ends with it.
 */
export class NamedNamespaces {
  readonly directory = mkdtempSync(join(tmpdir(), "named-"));
  readonly #anchor: Program;
  readonly #started = new Set<Program>();

  private constructor(anchor: Program) {
    this.#anchor = anchor;
  }

  static async open(context: TestContext): Promise<NamedNamespaces> {
    const script = `
set -e
mount -t tmpfs tmpfs /run
ip netns add blue
ip netns add green
ip -n blue link add eth0 type veth peer name eth0 netns green
ip -n blue address add 192.0.2.1/24 dev eth0
ip -n green address add 192.0.2.2/24 dev eth0
for each in blue green; do ip -n $each link set lo up; ip -n $each link set eth0 up; done
echo anchored
exec cat`;
    const anchor = new Program(["unshare", "--mount", "sh", "-c", script]);
    const world = new NamedNamespaces(anchor);
    context.after(async () => world.close());
    await anchor.awaitLine(/^anchored$/u);
    return world;
  }

  /** Where this world's files are, as seen from outside: "/run/x" is below it. */
  get root(): string {
    return `/proc/${this.#anchor.pid}/root`;
  }

  spawn(command: readonly string[]): Program {
    const program = new Program(["nsenter", `--mount=/proc/${this.#anchor.pid}/ns/mnt`, "--", ...command]);
    this.#started.add(program);
    return program;
  }

  /** The path of a configuration file with that content. */
  write(name: string, content: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  /** A daemon in the foreground, which says everything on its standard error. */
  daemon({ daemon }: LabProgram, ...words: readonly string[]): Program {
    return this.spawn(["env", `TMPDIR=${this.directory}`, ...daemon, "-n", "-l", "-D", "-G", ...words]);
  }

  /** A program of that name, which nobody else has. It does nothing until it is ended. */
  async service(name: string): Promise<Program> {
    const path = join(this.directory, name);
    copyFileSync("/bin/sleep", path);
    const program = this.spawn(["sh", "-c", `echo "$$ runs"; exec ${path} 1000`]);
    await program.awaitLine(/ runs$/u);
    return program;
  }

  async close(): Promise<void> {
    for (const { pid } of this.#started) if (pid !== undefined) terminate(pid);
    await Promise.all(Array.from(this.#started, async ({ ended }) => ended));
    this.#anchor.input.end();
    await this.#anchor.ended;
    rmSync(this.directory, { recursive: true });
  }
}

export function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended.
  }
}
