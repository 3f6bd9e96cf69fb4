import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Rng } from "../../src/base/rng.ts";
import { instant, zeroDuration } from "../../src/base/time.ts";
import type { CheckFailure } from "../../src/check/outcome.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { LvsEngine } from "../../src/lvs/engine.ts";
import { lvsLogLines } from "../../src/status/lvs-wording.ts";

const page = readFileSync(new URL("../../docs/load-balancing.md", import.meta.url), "utf8");
const [text = "", ...logs] = Array.from(page.matchAll(/^```\n(.*?)^```$/gmsu), ([, content = ""]) => content);

const second = 1_000_000;

/** The engine with the file of the page, whose servers answer at once. */
class Director {
  readonly #engine = new LvsEngine(new Rng(1));
  /** By address; the others succeed. */
  readonly failing = new Map<string, CheckFailure>();
  #now = 0;

  constructor() {
    const { configuration } = loadConfiguration({ path: "keepalived.conf", text }, { hostName: "director" });
    const settings = { syncDaemon: undefined, initialNotifies: false, removesServicesWhole: false, keepsTable: false };
    const first = { kind: "configure", config: configuration.lvs, settings, held: [], isReplacement: false } as const;
    this.#engine.handle(instant(0), first);
  }

  /** The lines of the log within the next so many seconds, without `-D`. */
  log(seconds: number): readonly string[] {
    const lines: string[] = [];
    const end = this.#now + seconds * second;
    for (let at = this.#engine.deadline; at !== undefined && at <= end; at = this.#engine.deadline) {
      this.#now = at;
      const inputs = this.#engine.handle(at, { kind: "tick" });
      for (const effect of inputs) {
        if (effect.kind !== "check") continue;
        const reason = this.failing.get(effect.address.toString());
        const outcome =
          reason === undefined
            ? ({ kind: "success", duration: zeroDuration } as const)
            : ({ kind: "failure", duration: zeroDuration, reason } as const);
        for (const told of this.#engine.handle(at, { kind: "check-done", checker: effect.checker, outcome })) {
          if (told.kind !== "event") continue;
          for (const { text: line, detail } of lvsLogLines(told.event)) if (!detail) lines.push(line);
        }
      }
    }
    this.#now = end;
    return lines;
  }
}

test("docs/load-balancing.md shows the log as it is", () => {
  const director = new Director();
  director.log(20);
  const story = [
    () => director.failing.set("198.51.100.12", { kind: "status", path: "/health", status: 503 }),
    () => director.failing.set("198.51.100.11", { kind: "connect", code: "ECONNREFUSED" }),
    () => director.failing.delete("198.51.100.11"),
  ];
  assert.equal(logs.length, story.length);
  for (const [index, step] of story.entries()) {
    step();
    assert.equal(`${director.log(20).join("\n")}\n`, logs[index]);
  }
});
