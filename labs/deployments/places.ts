import type { LabNode, Program } from "../../src/lab/index.ts";

/**
 * Makes "$1" an empty directory of this mount namespace. Where the machine has no such directory, the nearest one above
 * it that exists is covered with a tmpfs that shows its entries again, and the new one beside them.
 */
const place = `
set -e
base=$1
while [ ! -d "$base" ]; do base=$(dirname "$base"); done
if [ "$base" = "$1" ]; then exec mount -t tmpfs -o mode=755 tmpfs "$1"; fi
new=$(mktemp -d /run/place.XXXXXX)
mount -t tmpfs -o mode=755 tmpfs "$new"
for entry in "$base"/* "$base"/.[!.]*; do
  shown=$new/\${entry##*/}
  if [ -L "$entry" ]; then cp -P "$entry" "$shown"
  elif [ -d "$entry" ]; then mkdir "$shown"; mount --rbind "$entry" "$shown"
  elif [ -e "$entry" ]; then : >"$shown"; mount --bind "$entry" "$shown"; fi
done
mkdir -p "$new/\${1#"$base"/}"
mount --rbind "$new" "$base"`;

/** Gives a node a directory of its own at an absolute path, as a deployment's package would. */
export async function makePlace(node: LabNode, path: string): Promise<void> {
  await node.run(["sh", "-c", place, "place", path]);
}

/** Writes a script to an absolute path of the node; its directory must be the node's own. */
export async function putScript(node: LabNode, path: string, lines: readonly string[]): Promise<void> {
  const text = `${["#!/bin/sh", ...lines].join("\n")}\n`;
  await node.run(["sh", "-c", 'cat >"$1" && chmod 755 "$1"', "put", path], text);
}

/** What is appended to a file of the node's /run, line by line. */
export async function follow(node: LabNode, path: string): Promise<Program> {
  await node.run(["touch", path]);
  return node.spawn(["tail", "-f", path]);
}

/** A process of a node that is known by its name, as a web server is: it does nothing but be there. */
export class Service {
  readonly #node: LabNode;
  readonly #program: Program;
  readonly #pid: string;

  private constructor(node: LabNode, program: Program, pid: string) {
    this.#node = node;
    this.#program = program;
    this.#pid = pid;
  }

  static async start(node: LabNode, name: string): Promise<Service> {
    const script = 'cp "$(command -v sleep)" "/run/$1" && echo "pid $$" && exec "/run/$1" infinity';
    const program = node.spawn(["sh", "-c", script, "service", name]);
    const { text } = await program.awaitLine(/^pid \d+$/u);
    return new Service(node, program, text.slice(4));
  }

  async stop(): Promise<void> {
    await this.#node.run(["kill", this.#pid]);
    await this.#program.ended;
  }
}
