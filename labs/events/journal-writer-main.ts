import { writeSync } from "node:fs";
import { join } from "node:path";

import { JournalFile } from "../../src/daemon/live/journal-file.ts";
import type { EventRecord } from "../../src/status/live/event-record.ts";

// Writes to several journals at the same time until it is killed: `journal-writer-main DIRECTORY COUNT SIZE`. Tells of
// each what it has found ("open JOURNAL ID") and what it has written ("done JOURNAL ID").

/** Records in a batch, at most: some hundred bytes each. */
const batchLimit = 40;

const [directory = "", count = "1", size = "100000"] = process.argv.slice(2);
await Promise.all(Array.from({ length: Number(count) }, async (_, index) => write(String(index))));

async function write(name: string): Promise<never> {
  const journal = new JournalFile({ directory: join(directory, name), size: Number(size) });
  let { lastId } = await journal.open();
  tell(`open ${name} ${lastId}`);
  for (;;) {
    const length = 1 + Math.floor(Math.random() * batchLimit);
    const first = lastId + 1;
    await journal.append(Array.from({ length }, (_, index) => record(first + index)));
    lastId += length;
    tell(`done ${name} ${lastId}`);
  }
}

/** The pipe has it when this returns, whatever becomes of the process then. */
function tell(line: string): void {
  writeSync(1, `${line}\n`);
}

function record(id: number): EventRecord {
  return {
    id,
    wall: Date.now() * 1000,
    monotonic: id,
    process: "vrrp",
    pid: process.pid,
    event: { kind: "addresses-set", instance: "VI_1" },
    subject: "VI_1",
    severity: "info",
    text: "x".repeat(id % 300),
    causes: [],
  };
}
