/**
 * Runs in a network namespace of its own, with the interfaces of the documents: the time of `keepalived -t` of C
 * Keepalived and of Holdfast for each large document, side by side, and of the loading alone, as JSON: Measured[].
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { interpretConfiguration, readConfiguration } from "../../src/daemon/supervisor-configuration.ts";
import { referenceDaemon } from "../../src/lab/index.ts";
import { holdfast } from "../programs.ts";
import { documents, interfaces } from "./documents.ts";
import type { Measured } from "./report.ts";

const runs = Number(process.argv[2]);

/**
 * The reference needs up to four times as long for the same file under another name: its lists of instances come to
 * lie otherwise in memory. Its best name counts, and the best of as many runs of Holdfast, each right after one of the
 * reference: whatever else the machine does meets both.
 */
const names: readonly string[] = ["a", "vrrp.conf", "keepalived.conf", "keepalived-with-a-longer-name.conf"];

const folder = mkdtempSync(join(tmpdir(), "holdfast-parsing-"));
try {
  addInterfaces();
  const measured = documents.map(({ name, text }) => measure(name, text));
  // Not beside the programs: what this process leaves to its garbage collector would slow them down.
  const loading = documents.map(({ text }) => timesOfLoading(text));
  process.stdout.write(`${JSON.stringify(measured.map((each, index) => ({ ...each, loading: loading[index] })))}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(name: string, text: string): Omit<Measured, "loading"> {
  const paths = names.map((each) => join(folder, each));
  for (const path of paths) writeFileSync(path, text);
  const rounds = Array.from({ length: runs }, () => {
    const pairs = paths.map((path) => ({
      reference: timeOf([...referenceDaemon, "-t", "-f", path]),
      holdfast: timeOf([...holdfast.daemon, "-t", "-f", path]),
    }));
    return {
      reference: Math.min(...pairs.map((pair) => pair.reference)),
      holdfast: Math.min(...pairs.map((pair) => pair.holdfast)),
      start: timeOf([...holdfast.daemon, "--version"]),
    };
  });
  return {
    name,
    lines: text.split("\n").length - 1,
    reference: rounds.map(({ reference }) => reference),
    holdfast: rounds.map((round) => round.holdfast),
    start: rounds.map(({ start }) => start),
  };
}

/** Milliseconds from start to end of a command, which must accept the file. */
function timeOf([program = "", ...words]: readonly string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
  const time = performance.now() - began;
  if (status !== 0) throw new Error(`${program} ended with ${String(status)}: ${stderr.slice(0, 1000)}`);
  return time;
}

/** Milliseconds for reading and understanding a text in this process, the first time included. */
function timesOfLoading(text: string): readonly number[] {
  const path = join(folder, "loaded.conf");
  writeFileSync(path, text);
  return Array.from({ length: runs }, () => {
    const began = performance.now();
    const read = readConfiguration(path);
    if (read.kind !== "read") throw new Error(read.message);
    interpretConfiguration(read.source);
    return performance.now() - began;
  });
}

function addInterfaces(): void {
  const lines = interfaces.flatMap((name, index) => {
    const peer = interfaces[index + 1];
    return index % 2 === 0 && peer !== undefined
      ? [`link add ${name} type veth peer name ${peer}`, `link set ${name} up`, `link set ${peer} up`]
      : [];
  });
  const { status, stderr } = spawnSync("ip", ["-batch", "-"], { input: lines.join("\n"), encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}
