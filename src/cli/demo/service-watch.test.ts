import assert from "node:assert/strict";
import { test } from "node:test";

import { instant, milliseconds, later } from "../../base/time.ts";
import { ServiceWatch } from "./service-watch.ts";

/** Remarks on questions 100 ms apart, answered 5 ms later by the node of that letter, or not at all ("."). */
function remarks(text: string): readonly string[] {
  const watch = new ServiceWatch("192.0.2.100");
  return Array.from(text).flatMap((letter, index) => {
    const asked = later(instant(0), milliseconds(index * 100));
    const received = later(asked, milliseconds(5));
    const answer = letter === "." ? undefined : { node: letter, received };
    const remark = watch.handle({ address: "192.0.2.100", asked, answer });
    return remark === undefined ? [] : [`${remark.time / 1_000}: ${remark.text}`];
  });
}

void test("the first answer is worth a remark, the silence before it is not", () => {
  assert.deepEqual(remarks("..aaa"), ["205: 192.0.2.100 is answered by a"]);
});

void test("an outage has a beginning, an end and a length", () => {
  assert.deepEqual(remarks("aa...bb"), [
    "5: 192.0.2.100 is answered by a",
    "200: 192.0.2.100 does not answer",
    "505: 192.0.2.100 is answered by b, after 0.3 s",
  ]);
  assert.equal(remarks("a.a").at(-1), "205: 192.0.2.100 is answered again by a, after 0.1 s");
});

void test("a hand-over is told apart from an outage", () => {
  assert.equal(remarks("ab").at(-1), "105: 192.0.2.100 is answered by b, and no question was lost");
});
