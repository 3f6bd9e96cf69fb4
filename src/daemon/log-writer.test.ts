import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LineWriter, pendingLimit } from "./log-writer.ts";

/** What `use` writes to the descriptor of a new file. */
async function written(use: (writer: LineWriter) => void | Promise<void>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-log-writer-"));
  const path = join(folder, "console");
  const descriptor = openSync(path, "w");
  try {
    const writer = new LineWriter(descriptor);
    await use(writer);
    await writer.flush();
    return readFileSync(path, "utf8");
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  }
}

void test("Lines are written in order", async () => {
  const text = await written((writer) => {
    for (let count = 1; count <= 3; count += 1) writer.write(`line ${count}`);
  });
  assert.equal(text, "line 1\nline 2\nline 3\n");
});

void test("Lines before an unplanned end are written at once, and only once", async () => {
  const text = await written((writer) => {
    writer.write("last words");
    writer.flushNow();
  });
  assert.equal(text, "last words\n");
});

void test("At the bound lines are dropped and counted", async () => {
  const line = "x".repeat(1023);
  const text = await written((writer) => {
    for (let count = 0; count < pendingLimit / 1024 + 5; count += 1) writer.write(line);
  });
  const lines = text.trimEnd().split("\n");
  assert.equal(lines.length, pendingLimit / 1024 + 1);
  assert.equal(lines.at(-1), "5 log lines were dropped: the console is not being read");
});

void test("A reader that has stopped reading does not hold the process up", async () => {
  const program = `
    import { LineWriter } from ${JSON.stringify(new URL("log-writer.ts", import.meta.url).href)};
    const writer = new LineWriter(1);
    for (let count = 0; count < 1000; count += 1) writer.write("x".repeat(1000));
    await new Promise(setImmediate);
    const before = performance.now();
    writer.write("more");
    await new Promise(setImmediate);
    process.stderr.write(performance.now() - before < 200 ? "free" : "blocked");
    process.kill(process.pid, "SIGKILL");
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => said.push(text));
  await once(child, "exit");
  assert.equal(said.join(""), "free");
});
