import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../load.ts";
import { acceptedKeywords } from "./accepted.ts";
import { keywordNames, scopes, scopesOf } from "./index.ts";
import type { Scope } from "./keyword.ts";
import { forgivingWord } from "./shapes.ts";

void test("a keyword is either decoded or accepted, and stands in a block once", () => {
  for (const scope of acceptedKeywords.keys()) {
    const names = keywordNames(scope);
    assert.equal(new Set(names).size, names.length, `${scope}: ${names.join(" ")}`);
  }
});

void test("every row of the tables has words of its own for the reference page", () => {
  for (const { keywords } of scopes) {
    for (const { name, doc } of keywords.values()) {
      assert.match(name, /^[a-z][a-z0-9_]*$/u);
      assert.match(doc, /^\S.*[^.]$/u);
    }
  }
});

void test("all block keywords of the reference are known", () => {
  const distinct = new Set([...acceptedKeywords.keys()].flatMap((scope) => keywordNames(scope)));
  assert(distinct.size >= 363, String(distinct.size));
  assert.deepEqual(scopesOf("weight").length, 7);
});

/** A file that has nothing but a line in a block of that kind. */
function fileWith(scope: Scope, line: string): string {
  if (scope.name === "root") return line;
  if (scope.name === "authentication") {
    return `vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 1\n authentication {\n${line}\n}\n}`;
  }
  return `${scope.name} ${scope.name === "global_defs" ? "" : "NAME"} {\n${line}\n}`;
}

for (const scope of scopes) {
  for (const { name, shape } of scope.keywords.values()) {
    if (shape.syntax.startsWith("[") || shape.syntax === "" || shape.block || shape === forgivingWord) continue;
    void test(`${scope.name}: ${name} is read, and needs its parameter`, () => {
      const text = fileWith(scope, name);
      const { diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
      const about = diagnostics.filter(({ code }) => code === "missing-parameter");
      assert.equal(about.length, 1, diagnostics.map(({ message }) => message).join("\n"));
      assert.match(about[0]?.message ?? "", new RegExp(`\`${name}\``, "u"));
    });
  }
}
