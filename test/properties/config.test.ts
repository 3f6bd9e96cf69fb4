import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { loadConfiguration } from "../../src/config/load.ts";
import type { LoadResult } from "../../src/config/load.ts";
import { maximumDiagnostics } from "../../src/config/reporter.ts";
import { printDiagnostic, printLogLine } from "../../src/config/print.ts";
import { keywordNames, scopes } from "../../src/config/schema/index.ts";

const environment = { hostName: "node1", interfaces: new Set(["eth0", "eth1"]), users: new Set(["root"]) };

function load(text: string): LoadResult {
  return loadConfiguration({ path: "a.conf", text }, environment);
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
  { weight: 2, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);
const configuration = fc
  .array(fc.tuple(piece, fc.constantFrom(" ", "\n", " {\n", "\n}\n", "")), { maxLength: 120 })
  .map((pieces) => pieces.flat().join(""));

void test("whatever the text is, the result is diagnostics inside it, never a throw", () => {
  fc.assert(
    fc.property(fc.oneof(configuration, fc.string({ unit: "binary", maxLength: 500 })), (text) => {
      const { diagnostics, fatal, locations } = load(text);
      for (const diagnostic of diagnostics) {
        assert.equal(typeof printDiagnostic(diagnostic), "string");
        assert.equal(typeof printLogLine(diagnostic, true), "string");
        assert.doesNotMatch(diagnostic.message, /undefined|\[object/u);
      }
      const spans = [...diagnostics.flatMap(({ span }) => span ?? []), ...locations.values()];
      for (const { start, end } of spans) assert(start >= 0 && start <= end && end <= text.length, `${start} ${end}`);
      assert.equal(
        fatal,
        diagnostics.some((diagnostic) => diagnostic.fatal),
      );
    }),
    { numRuns: 2000 },
  );
});

void test("a password is never shown, whatever is wrong around it", () => {
  const secret = "Xy7Qz";
  const noise = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" "));
  fc.assert(
    fc.property(
      noise,
      noise,
      noise,
      fc.constantFrom("", '"'),
      fc.nat({ max: 4 }),
      (before, between, after, quote, copies) => {
        const password = `auth_pass ${quote}${secret.repeat(copies + 1)}${quote}`;
        const lines = ["vrrp_instance VI_1 {", before, "authentication {", between, password, after, "}", "}"];
        for (const diagnostic of load(lines.join("\n")).diagnostics) {
          assert.doesNotMatch(printDiagnostic(diagnostic), new RegExp(secret, "u"));
        }
      },
    ),
    { numRuns: 2000 },
  );
});

/** The least processor time of some runs in milliseconds: the machine may have other things to do. */
function cost(text: string, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    load(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/** Shorter times than this say little about the work. */
const measurable = 10;

/**
 * Ten times the size may cost seventy times as much: memory is slow, and collecting garbage costs the more the more
 * there is. Quadratic work would be a hundredfold before any of that.
 */
function checkLinear(file: (count: number) => string): void {
  let count = 5_000;
  let base = cost(file(count), 3);
  while (base < measurable) {
    count *= 2;
    base = cost(file(count), 3);
  }
  const large = cost(file(10 * count), 3);
  assert(large <= base * 70, `${count}: ${base} ms, then ${large} ms`);
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

void test("the number of findings is bounded", () => {
  const { diagnostics } = load("unknown\n".repeat(10 * maximumDiagnostics));
  assert(diagnostics.length <= maximumDiagnostics + 10, String(diagnostics.length));
});
