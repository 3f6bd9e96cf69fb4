import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { loadConfiguration } from "../../src/config/load.ts";
import type { ConfigurationFiles, LoadResult } from "../../src/config/load.ts";
import { maximumDiagnostics } from "../../src/config/reporter.ts";
import { printDiagnostic, printLogLine } from "../../src/config/print.ts";
import { writtenSpan } from "../../src/config/source.ts";
import { keywordNames, scopes } from "../../src/config/schema/index.ts";

const environment = {
  hostName: "node1",
  interfaces: new Set(["eth0", "eth1"]),
  accounts: { hasUser: (name: string) => name === "root", hasGroup: () => true },
};

function load(text: string, files?: ConfigurationFiles): LoadResult {
  return loadConfiguration({ path: "a.conf", text }, { ...environment, configId: "node1", files });
}

const keywords = scopes.flatMap(({ name }) => keywordNames(name));

/** What configurations are made of, so that random ones get past the first word. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...keywords) },
  { weight: 4, arbitrary: fc.constantFrom("{", "}", "\n", " ", '"', "'", "\\", "#", "!", "\r\n", "\0") },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "192.0.2.1",
      "fe80::1/64",
      "default",
      "weight",
      "reverse",
      "dev",
      "eth0",
      "brd +",
      "MASTER",
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "$A=",
      "$B=",
      "$A",
      "${A}",
      "${B} ${A}",
      "\\\n",
      "@node1 ",
      "@^node1 ",
      "~SEQ(A,1,3) ",
      "~SEQx(B,20,-7,${A}) ",
      "~LST({A,B},{1,$B},{x}) ",
      "include a.conf\n",
      "include {b,c}*\n",
      "includem ${A}\n",
      "${_PWD}",
      "${_RANDOM 1 9}",
      "${_ENV HOME}",
      "${_HASH}",
    ),
  },
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);
const configuration = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", "\n", " {\n", "\n}\n", "")), { maxLength: 120 })
  .map((pieces) => pieces.flat().join(""));

const anyText = fc.oneof(configuration, fc.string({ unit: "binary", maxLength: 500 }));

/** Two other files that a text can include. */
function filesOf(texts: Readonly<Record<string, string>>): ConfigurationFiles {
  return {
    read(path) {
      const text = texts[path];
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
    list: () => Object.keys(texts),
  };
}

void test("whatever the texts are, the result is diagnostics inside them, never a throw", () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (text, b, c) => {
      const texts: Readonly<Record<string, string>> = { "a.conf": text, b, c };
      const { diagnostics, fatal, locations } = load(text, filesOf(texts));
      for (const diagnostic of diagnostics) {
        assert.equal(typeof printDiagnostic(diagnostic), "string");
        assert.equal(typeof printLogLine(diagnostic, true), "string");
        assert.doesNotMatch(diagnostic.message, /undefined|\[object/u);
      }
      const spans = [...diagnostics.flatMap(({ span }) => span ?? []), ...locations.values()];
      for (const span of spans) {
        for (const { source, start, end } of [span, writtenSpan(span)]) {
          assert(start >= 0 && start <= end && end <= source.text.length, `${start} ${end}`);
        }
        const { source } = writtenSpan(span);
        assert.equal(source.text, texts[source.path]);
      }
      assert.equal(
        fatal,
        diagnostics.some((diagnostic) => diagnostic.fatal),
      );
    }),
    { numRuns: 300 },
  );
});

void test("a password is never shown, whatever is wrong around it and wherever it comes from", () => {
  const secret = "Xy7Qz";
  const noise = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" "));
  const ways: readonly ((password: string) => readonly string[])[] = [
    (password) => [`auth_pass ${password}`],
    (password) => [`$P=${password}`, "auth_pass $P"],
    (password) => [`$P=${password}`, "$Q=auth_pass ${P}", "$Q"],
    (password) => [`$P=auth_pass ${password} \\`, "auth_type PASS", "$P"],
    (password) => [`~LST(P,${password},${password}) auth_pass $P`],
    (password) => [`$P=${password}`, "auth_pass $P", "}", "unknown $P", "x $P$P", "{"],
    (password) => [`auth_pss ${password}`],
    (password) => [`auth_type PASS ${password}`],
    (password) => [`$P=${password}`, "}", "auth_hmac", "auth_pass $P", "unknown $P"],
    (password) => [`auth_pass ${password}`, "}", "authentication {", "auth_pass other", `unknown ${password}`],
    (password) => [`$P=${password}`, "unknown {", "y { z { auth_pass $P }", "}", "}", "unknown $P", "$P"],
    (password) => [`$P=${password}`, "@other auth_pass ${P}", `@^node1 auth_pass ${password}`, "unknown $P"],
    (password) => [`$P=${password}`, "$Q=auth_pass \\", "$P \\", "x", "$Q", "auth_pass $P", "unknown ${P}${P}"],
  ];
  fc.assert(
    fc.property(
      noise,
      noise,
      noise,
      fc.constantFrom("", '"'),
      fc.nat({ max: 4 }),
      fc.constantFrom(...ways),
      (before, between, after, quote, copies, way) => {
        const password = way(`${quote}${secret.repeat(copies + 1)}${quote}`);
        const lines = ["vrrp_instance VI_1 {", before, "authentication {", between, ...password, after, "}", "}"];
        for (const diagnostic of load(lines.join("\n")).diagnostics) {
          assert.doesNotMatch(printDiagnostic(diagnostic), new RegExp(secret, "u"));
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** The processor time of loading a text, in milliseconds. */
function cost(text: string): number {
  const before = process.cpuUsage();
  load(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The machine may have other things to do, which only ever adds to a time: the least of so many runs counts. */
const runs = 3;

function leastCost(text: string): number {
  return Math.min(...Array.from({ length: runs }, () => cost(text)));
}

/** Whether one of the runs costs no more than that: as a rule the first one tells. */
function costsAtMost(text: string, allowed: number): boolean {
  return Array.from({ length: runs }).some(() => cost(text) <= allowed);
}

/** Shorter times than this say little about the work. */
const measurable = 5;

/**
 * Ten times the size may cost seventy times as much: memory is slow, and collecting garbage costs the more the more
 * there is. Quadratic work would be a hundredfold before any of that.
 */
function checkLinear(file: (count: number) => string): void {
  let count = 1_000;
  while (cost(file(count)) < measurable) count *= 2;
  let base = leastCost(file(count));
  // What runs for the first time costs more.
  for (; base < measurable; base = leastCost(file(count))) count *= 2;
  assert(costsAtMost(file(10 * count), base * 70), `${count}: ${base} ms, ten times as many: more than 70 times that`);
}

for (const unit of [
  "{",
  "}",
  "{}",
  '"',
  '"\n',
  "\\",
  "a ",
  "a\n",
  "a {\n",
  "a {",
  "\0\n",
  "#\n",
  "\n{\n",
  "vrrp_instance A {\n",
  "vrrp_instance A {\n}\n",
  "vrrp_instance\n",
  "virtual_ipaddress\n",
  "global_defs {\nrouter_id a\n}\n",
  "virtual_server {\n",
  "@node1 a\n",
  "@node2 a\n",
  "$A=b\n",
  "$A=b \\\n",
  "$A\n",
  "$",
  "${A",
  "~SEQ(A,1,2) b\n",
  "~SEQ(A,1,2)",
  "~LST(A,1",
  "a { ~SEQ(A,1,2) b }\n",
  "include b\n",
  "include {",
  "include_check\n",
  'a "\\" # b" c\n',
]) {
  void test(`the cost of ${JSON.stringify(unit)} over and over grows with its length`, () => {
    checkLinear((count) => unit.repeat(count));
  });
}

for (const [what, line] of [
  ["addresses", (n: number): string => `192.0.${n >> 8}.${n & 255}`],
  ["peers", (n: number): string => `198.51.${n >> 8}.${n & 255}`],
] as const) {
  void test(`the cost of an instance grows with the number of its ${what}`, () => {
    const block = what === "peers" ? "unicast_peer" : "virtual_ipaddress";
    const file = (count: number): string =>
      [
        "vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\n",
        `${block} {`,
        ...Array.from({ length: count }, (_value, n) => line(n)),
        "}\n}",
      ].join("\n");
    checkLinear(file);
  });
}

for (const [what, definition] of [
  ["lines of a definition", "$A=b \\\n"],
  ["uses of a parameter", "$A=b\n${A} ${A}\n"],
  ["repeated lines", "~SEQ(I,1,3) ~SEQ(J,1,3) ${I}${J}\n"],
] as const) {
  void test(`the cost of ${what} grows with their number`, () => {
    checkLinear((count) => `${definition.repeat(count)}\n$A\n`);
  });
}

void test("a sequence costs as much as its lines would", () => {
  checkLinear((count) => `~SEQ(I,1,${count}) vrrp_script a\${I} {`);
});

void test("the number of findings is bounded", () => {
  const { diagnostics } = load("unknown\n".repeat(10 * maximumDiagnostics));
  assert(diagnostics.length <= maximumDiagnostics + 10, String(diagnostics.length));
});
