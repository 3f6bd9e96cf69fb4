import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, test } from "node:test";

import type { StatusPart } from "../../status/live/status-document.ts";
import type { News } from "../messages.ts";
import { StatusAnswers, waitingLimit } from "./status-answers.ts";

const group = (name: string): StatusPart => ({ groups: [{ name, state: "backup", members: [] }] });

/** What was sent, in short: "1 a" a part, "1 end". */
function short(news: News): string {
  if (news.kind === "result") return `${news.id} ${"code" in news.result ? news.result.code : "done"}`;
  assert.ok(news.kind === "answer");
  return `${news.id} ${news.isLast ? "end" : (news.part.groups?.[0]?.name ?? "?")}`;
}

function answering(steps: readonly (StatusPart | undefined)[]): {
  readonly answers: StatusAnswers;
  readonly sent: string[];
  readonly walks: { count: number };
  readonly world: { busy: boolean };
} {
  const sent: string[] = [];
  const walks = { count: 0 };
  const world = { busy: false };
  const walk = function* (): Generator<StatusPart | undefined, undefined> {
    walks.count += 1;
    yield* steps;
  };
  return {
    answers: new StatusAnswers(
      walk,
      (news) => sent.push(short(news)),
      () => world.busy,
    ),
    sent,
    walks,
    world,
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

describe("answers about the state", () => {
  test("a part a turn, the last one is empty", async () => {
    const { answers, sent } = answering([undefined, group("a"), group("b")]);
    answers.ask(1);
    assert.deepEqual(sent, []);
    await turns(3);
    assert.ok(sent.length <= 2);
    await turns(10);
    assert.deepEqual(sent, ["1 a", "1 b", "1 end"]);
  });

  test("nothing is done while there is something more urgent", async () => {
    const { answers, sent, world, walks } = answering([group("a")]);
    world.busy = true;
    answers.ask(1);
    await turns(10);
    assert.deepEqual(sent, []);
    world.busy = false;
    await turns(10);
    assert.deepEqual(sent, ["1 a", "1 end"]);
    assert.equal(walks.count, 1);
  });

  test("who asks meanwhile waits, and is then answered together with the others who do", async () => {
    const { answers, sent, walks } = answering([group("a")]);
    for (const id of [1, 2, 3]) answers.ask(id);
    await turns(20);
    assert.deepEqual(sent, ["1 a", "1 end", "2 a", "3 a", "2 end", "3 end"]);
    assert.equal(walks.count, 2);
  });

  test("who asks too often is told so", async () => {
    const { answers, sent } = answering([]);
    for (let id = 0; id < waitingLimit + 2; id += 1) answers.ask(id);
    assert.deepEqual(sent, [`${waitingLimit + 1} busy`]);
    await turns(waitingLimit * 2);
    assert.equal(sent.length, waitingLimit + 2);
  });
});
