import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parseLine } from "../../src/daemon/live/journal-line.ts";
import { journalFiles, journalPath } from "../../src/daemon/live/journal-names.ts";
import { sourceProgram } from "../../src/lab/source-program.ts";

// A process that writes to many journals at the same time is killed at random moments, again and again. Each of them is
// then in another stage of a write or of a rotation.

const journals = 25;
/** Half a second each: a thousand of them on request (`npm run journal-kills`). */
const kills = Number(process.env["HOLDFAST_JOURNAL_KILLS"] ?? 40);

/** Bytes of a file: it is rotated every ten batches or so. */
const size = 60_000;

/** From the first write to the kill, ms, at most: several dozen writes and some rotations. */
const lifetime = 40;

type Told = { readonly lastId: number; readonly opened: number };

test(`${journals * kills} journals whose writer is killed have all that was reported as written`, async (context) => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-kills-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const words = [...sourceProgram(new URL("journal-writer-main.ts", import.meta.url)), directory];
  /** The highest number that was ever reported of each, and the highest that was found. */
  let known = new Map<string, number>();
  let torn = 0;
  let written = 0;
  for (let round = 0; round < kills; round += 1) {
    const told = await writeAndDie(words);
    const found = new Map<string, number>();
    for (let index = 0; index < journals; index += 1) {
      const name = String(index);
      const { opened = known.get(name) ?? 0, lastId = opened } = told.get(name) ?? {};
      // A writer that was killed before it could look into a journal has not touched it.
      assert.equal(opened, known.get(name) ?? 0, `journal ${name} goes on elsewhere than it ended, round ${round}`);
      const state = inspect(join(directory, name));
      assert.ok(state.lastId >= lastId, `journal ${name} lacks ${state.lastId + 1} to ${lastId}, round ${round}`);
      found.set(name, state.lastId);
      torn += state.torn;
      written += state.lastId - opened;
    }
    known = found;
  }
  context.diagnostic(
    `${kills} kills: ${written} records in ${kills * journals} interrupted journals, ${torn} torn ends, none lost`,
  );
  assert.ok(written > kills * journals, "hardly anything was written");
});

/** Lets it write, and kills it at a random moment. What it has said of each journal. */
async function writeAndDie([program = "", ...words]: readonly string[]): Promise<ReadonlyMap<string, Told>> {
  const writer = spawn(program, [...words, String(journals), String(size)], { stdio: ["ignore", "pipe", "inherit"] });
  const said = listen(writer);
  await once(writer.stdout, "readable");
  await new Promise((resolve) => setTimeout(resolve, Math.random() * lifetime));
  writer.kill("SIGKILL");
  const told = new Map<string, Told>();
  // Only whole lines were said.
  for (const line of (await said).split("\n").slice(0, -1)) {
    const [what, name = "", id = "0"] = line.split(" ");
    const lastId = Number(id);
    told.set(name, { lastId, opened: what === "open" ? lastId : (told.get(name)?.opened ?? 0) });
  }
  return told;
}

async function listen({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  stdout?.setEncoding("utf8").on("data", (more: string) => {
    text += more;
  });
  await once(stdout ?? process.stdin, "close");
  return text;
}

/** Every line of every file is a record, one number after the other, but for what was cut off at the very end. */
function inspect(directory: string): { readonly lastId: number; readonly torn: number } {
  let lastId = 0;
  let torn = 0;
  for (let age = journalFiles - 1; age >= 0; age -= 1) {
    const text = readIfThere(journalPath(directory, age));
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      if (index === lines.length - 1 && line === "") continue;
      const record = parseLine(line);
      if (record === undefined) {
        assert.ok(age === 0 && index === lines.length - 1, `a broken line in the middle of file ${age}`);
        torn += 1;
        continue;
      }
      if (lastId > 0) assert.equal(record.id, lastId + 1, "a number is missing or twice");
      lastId = record.id;
    }
  }
  return { lastId, torn };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
