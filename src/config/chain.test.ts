import assert from "node:assert/strict";
import { test } from "node:test";

import { describeChain } from "./chain.ts";
import { readTokens } from "./reading/reader.ts";
import { Findings, Reporter } from "./reporter.ts";

/** How the last word of a text came to be there. */
function chain(text: string, texts: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = {
    read: (path: string) => ({ kind: "text", text: texts[path] ?? "" }) as const,
    list: () => [],
  };
  const report = new Reporter(new Findings());
  const tokens = readTokens({ path: "a.conf", text }, { configId: "me", files }, report);
  const word = [...tokens].findLast((token) => token.kind === "word");
  assert(word !== undefined);
  return describeChain(word);
}

void test("what is written where it is read has no chain", () => {
  assert.deepEqual(chain("a b"), []);
  assert.deepEqual(chain("@me a b"), []);
});

void test("parameters are told outermost first, and only those that are part of the place", () => {
  assert.deepEqual(chain("$A=x${B}\n$B=1\n$C=3\na $C ${A}"), [
    "$A is defined at a.conf:1:4 as x${B}",
    "$B is defined at a.conf:2:4 as 1",
    "the line expands to: a 3 x1",
  ]);
  assert.deepEqual(chain("$A=1\na $A b"), ["the line expands to: a 1 b"]);
  assert.deepEqual(chain("a ${_PWD}"), ["the line expands to: a /"]);
});

void test("a line of a definition is told with its own place", () => {
  assert.deepEqual(chain("$A=a \\\n  b ${B}\n$B=2\n$A"), [
    "$A is defined at a.conf:2:3 as b ${B}",
    "$B is defined at a.conf:3:4 as 2",
    "the line expands to: b 2",
  ]);
});

void test("a repetition tells its value and where it stands", () => {
  assert.deepEqual(chain("$A=a\\\n ~LST(I,x,y) b $I\n$A"), [
    "$A is defined at a.conf:2:2 as ~LST(I,x,y) b $I",
    "$I is y here, from the repetition at a.conf:2:2",
    "the line expands to: b y",
  ]);
});

void test("inclusions are told from the inside to the outside", () => {
  assert.deepEqual(chain("$F=b\ninclude ${F}", { b: "\ninclude c", c: "$A=1\nx $A" }), [
    "$A is defined at c:1:4 as 1",
    "the line expands to: x 1",
    "included from b:2:9",
    "included from a.conf:2:9",
    "$F is defined at a.conf:1:4 as b",
    "the line expands to: include b",
  ]);
});

void test("secrets are masked wherever they come from", () => {
  const secret = "s3cret";
  for (const text of [
    `$A=${secret}\nauth_pass $A`,
    `$A=${secret}\n$B=x\${A}\nauth_pass "\${B}"`,
    `$A=auth_pass ${secret}\n$A`,
    `$A=auth_pass\n$B=${secret}\n$A $B`,
    `~LST(A,${secret},${secret}) auth_pass $A`,
    `$A={ \\\n auth_pass ${secret}\n$A`,
  ]) {
    assert.doesNotMatch(chain(text).join("\n"), /s3cret/u, text);
    assert.notEqual(chain(text).length, 0);
  }
});

void test("a long way is cut", () => {
  const definitions = Array.from({ length: 40 }, (_value, n) => `$A${n}=\${A${n + 1}}`);
  const links = chain([...definitions, "$A40=x", "a ${A0}"].join("\n"));
  assert.equal(links.length, 9);
  assert.equal(links[0], "$A0 is defined at a.conf:1:5 as ${A1}");
});
