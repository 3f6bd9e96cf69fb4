import assert from "node:assert/strict";
import { test } from "node:test";

import { printDiagnostic } from "../print.ts";
import { Findings, Reporter } from "../reporter.ts";
import { positionAt } from "../source.ts";
import { maximumExpandedLine, maximumIncludeDepth, maximumLineLength } from "./bounds.ts";
import type { ConfigurationFiles, ReadingEnvironment } from "./environment.ts";
import { readTokens } from "./reader.ts";

type Texts = Readonly<Record<string, string>>;

/** An environment whose files are texts, except for one device. */
function environmentOf(texts: Texts): ReadingEnvironment & { readonly configId: string } {
  const files: ConfigurationFiles = {
    read(path) {
      const text = texts[path];
      if (path === "device") return { kind: "special" };
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
    list: () => Object.keys(texts),
  };
  return { configId: "me", workingDirectory: "/etc", files };
}

/** The tokens of a text, `;` for the end of a line, and the findings. */
function read(text: string, texts: Texts = {}): { readonly tokens: string; readonly findings: readonly string[] } {
  const findings = new Findings();
  const tokens = readTokens({ path: "a.conf", text }, environmentOf(texts), new Reporter(findings));
  const printed = Array.from(tokens, (token) => {
    return token.kind === "word" ? token.text : { open: "{", close: "}", "line-end": ";" }[token.kind];
  });
  return { tokens: printed.join(" "), findings: findings.sorted().map(({ code, message }) => `${code}: ${message}`) };
}

const cases: readonly (readonly [title: string, text: string, tokens: string])[] = [
  ["lines without anything special", "a b # c\n\n { d }\r\n", "a b ; { d } ;"],
  ["a condition that holds", "@me a\n @^you b\n@^ c", "a ; b ; c ;"],
  ["a condition that does not hold", "@you a\n@^me b\n@ c\n@\n@^\n@me{ d\n@me # e", ""],
  ["conditions are not nested", "@me @me a\n@me @you b", "@me a ; @you b ;"],
  ["a condition elsewhere is a word", "a @you b", "a @you b ;"],
  ["a condition behind a brace", "a { @you b }\nc { @me d }", "a { ; c { d } ;"],
  ["a definition and its use", "$A=1\nx $A\ny${A}z", "x 1 ; y1z ;"],
  ["a definition goes without its comment", "$A= 1 2 # 3\nx${A}y", "x1 2y ;"],
  ["the value counts when it is used", "$A=${B}\n$B=1\n$A\n$B=2\n$A", "1 ; 2 ;"],
  ["a use that becomes one", "$A=B\n$B=1\n${${A}}", "1 ;"],
  ["an undefined parameter stays", 'x $A "${A}"', "x $A ${A} ;"],
  ["no definitions", "$A =1\n$ A=1\n$1A=1\n$A.B=1\n$=1", "$A =1 ; $ A=1 ; $1A=1 ; $A.B=1 ; $=1 ;"],
  ["a definition behind a brace", "a { $A=1\n$A }", "a { ; 1 } ;"],
  ["a conditional definition", "@me $A=1\n@you $A=2\n$A", "1 ;"],
  ["a condition as a parameter", "$IF=@me\n$NOT=@you\n$IF a\n$NOT b", "a ;"],
  ["a definition of several lines", "$A= \\\n a {\\\n b\\\n }\nx\n$A", "x ; a { ; b ; } ;"],
  ["what is before it belongs to its first line", "$A=\\\na\\\nb\nx $A", "x a ; b ;"],
  ["nothing may follow it", "$A=a\\\nb\n$A x\n{$A}", "$A x ; { $A } ;"],
  ["empty lines of it are left out", "$A=\\\n\\\n a\\\n \\\n\nx\n$A", "x ; a ;"],
  ["it goes on behind comments", "$A=a \\ # c\nb # c \\\nd\n$A", "a ; b ; d ;"],
  ["it has conditions and definitions", "$A=@you a\\\n$B=1\\\nb$B\n$A\nx$B", "b1 ; x1 ;"],
  ["one inside another", "$A=a\\\n$B\\\nd\n$B=b\\\nc\n$A", "a ; b ; c ; d ;"],
  ["a backslash ends no other line", "a \\\nb", "a \\ ; b ;"],
  ["a sequence", "~SEQ(I,1,2) a $I", "a 1 ; a 2 ;"],
  ["a sequence of conditional lines", "~SEQ(I,1,2) @you a\n@you ~SEQ(I,1,2) a\n@me ~SEQ(I,1,2) b", "b ; b ;"],
  ["sequences inside one another", "~SEQ(I,1,2) ~SEQ(J,1,$I) ${I}.$J", "1.1 ; 2.1 ; 2.2 ;"],
  ["a sequence as a parameter", "$S=~SEQ(I,1,2)\n$S a$I", "a1 ; a2 ;"],
  ["a sequence behind a brace repeats what follows", "a { ~SEQ(I,1,2) b$I }", "a { b1 } ; b2 } ;"],
  ["the last value stays", "~SEQ(I,1,3)\nx$I", "x3 ;"],
  ["a whole block repeated", "$B=a${I} {\\\nb\\\n}\n~SEQ(I,1,2) $B", "a1 { ; b ; } ; a2 { ; b ; } ;"],
  ["a list", "~LST({A,B},{1,2},{3}) ${A}-${B}.", "1-2. ; 3-. ;"],
  ["parameters in a list are replaced where they are used", "$A=1\n~LST(B,$A,2) $B", "1 ; 2 ;"],
  ["an inclusion is a line of its own", "a include b", "a include b ;"],
  ["an inclusion without a name is none", "include\ninclude # b", "include ; include ;"],
];

for (const [title, text, tokens] of cases) {
  void test(title, () => assert.deepEqual(read(text), { tokens, findings: [] }));
}

void test("files are read in place of the line that includes them", () => {
  const texts = { b: "b {\n include c", c: "c", d: "$X=1 \\" };
  assert.deepEqual(read("a\ninclude b\n@me include {c,c}\n}", texts), {
    tokens: "a ; b { ; c ; c ; c ; } ;",
    findings: [],
  });
  assert.equal(read("x { include c\n}", texts).tokens, "x { c ; } ;");
  assert.equal(read("$D=include\n~SEQ(I,1,2) $D c\n$L=x\\\ninclude c\\\ny\n$L", texts).tokens, "c ; c ; x ; c ; y ;");
  assert.equal(read("include d\nx$X", texts).tokens, "x1 ;");
});

void test("paths are relative to the file that names them", () => {
  const texts = { "x/a": "include b/c\n${_PWD}", "x/b/c": "include ../d\n${_PWD}", "x/b/../d": "d\n${_PWD}" };
  assert.deepEqual(read("include x/a\n${_PWD}", texts), {
    tokens: "d ; /etc/x ; /etc/x/b ; /etc/x ; /etc ;",
    findings: [],
  });
});

/** Whether what is missing ends the daemon. */
function isFatal(text: string, strictIncludes = false): boolean {
  const findings = new Findings();
  const source = { path: "a.conf", text };
  readTokens(source, { ...environmentOf({ c: "c", d: "include b" }), strictIncludes }, new Reporter(findings));
  return findings.fatal;
}

void test("what cannot be included is only mentioned, unless somebody insists", () => {
  const missing = "include: Config files missing 'b'.";
  assert.deepEqual(read("include b\nx"), { tokens: "x ;", findings: [missing] });
  for (const text of ["include b", "includer b", "includeb b", "includem b*", "include device", "includem {a,b}"]) {
    assert.equal(isFatal(text), false, text);
  }
  for (const text of [
    "includem b",
    "includew b",
    "includew b*",
    "includeb {c,b}",
    "includea b",
    "includer device",
    "include_check\ninclude b",
    "global_defs { include_check match }\ninclude d",
  ]) {
    assert.equal(isFatal(text), true, text);
  }
  assert.equal(isFatal("include b", true), true);
  assert.equal(isFatal("include_check -match\ninclude b", true), false);
});

void test("checks that a file sets end with it", () => {
  assert.deepEqual(read("include c\nincludem d", { c: "include_check", d: "include b" }).findings, [
    "include: Config files missing 'b'.",
  ]);
});

void test("without files an inclusion is a finding", () => {
  const findings = new Findings();
  readTokens({ path: "a.conf", text: "include b" }, { configId: "" }, new Reporter(findings));
  assert.deepEqual(
    findings.sorted().map(({ code, fatal }) => [code, fatal]),
    [["include", false]],
  );
});

void test("a line with a null character is left out, and only that line", () => {
  assert.deepEqual(read("a\nb\0 {\nc\n@me d\0"), {
    tokens: "a ; c ;",
    findings: Array.from({ length: 2 }, () => "null-character: line contains a null character - ignoring"),
  });
});

void test("a line is read up to the bound and left out beyond it", () => {
  for (const start of ["", "@me "]) {
    const longest = start + "a".repeat(maximumLineLength - start.length);
    const word = longest.slice(start.length);
    assert.equal(read(`${longest}\nb`).tokens, `${word} ; b ;`);
    assert.equal(read(`${longest} # c\nb`).tokens, `${word} ; b ;`);
    assert.deepEqual(read(`${longest}a\nb`), {
      tokens: "b ;",
      findings: [`long-line: line is longer than ${maximumLineLength} characters - ignoring`],
    });
  }
});

void test("a quote without its partner is noticed where it is defined", () => {
  assert.deepEqual(read('$A=x"y\nz').findings, ["unclosed-quote: Unterminated quote in a value"]);
});

for (const [title, text, message] of [
  ["a parameter", "$A=x${A}\n$A", /^limit: \$A (?:contains itself|makes a line)/u],
  ["a parameter by way of another", "$A=${B}\n$B=${A}\n$A", /^limit: \$[AB] contains itself/u],
  ["a parameter many times", "$A=${A}${A}\n$A", /^limit: \$A makes a line/u],
  ["a parameter of several lines", "$A=x\\\n$A\n$A", /^limit: \$A contains itself/u],
  ["a parameter of several lines, twice", "$A=$A\\\n$A\n$A", /^limit: \$A contains itself/u],
  ["a parameter in a sequence", "$A=${A}\n~SEQ(I,${A})", /^limit: \$A contains itself/u],
] as const) {
  void test(`${title} that contains itself ends the reading`, () => {
    const { tokens, findings } = read(`a\n${text}\nb`);
    assert.equal(tokens, "");
    assert.equal(findings.length, 1);
    assert.match(findings[0] ?? "", message);
  });
}

void test("a file that includes itself ends the reading", () => {
  const { tokens, findings } = read("a\ninclude b", { b: "include ./c", "./c": "include b", "./b": "x" });
  assert.deepEqual([tokens, findings], ["", ["limit: ./b includes itself"]]);
});

/** Files each of which includes the next one. */
function chain(length: number): Texts {
  return Object.fromEntries(Array.from({ length }, (_value, n) => [`f${n}`, `include f${n + 1}`]));
}

void test("files are included as deep as the bound says", () => {
  const last = `f${maximumIncludeDepth - 1}`;
  assert.deepEqual(read("include f0", { ...chain(maximumIncludeDepth - 1), [last]: "x" }), {
    tokens: "x ;",
    findings: [],
  });
  assert.deepEqual(read("include f0", { ...chain(maximumIncludeDepth), [`f${maximumIncludeDepth}`]: "x" }).findings, [
    `limit: files include one another more than ${maximumIncludeDepth} deep`,
  ]);
});

void test("a line is expanded up to the bound", () => {
  const value = "a".repeat(512);
  const line = "${A}".repeat(128);
  assert.equal(512 * 128, maximumExpandedLine);
  assert.equal(read(`$A=${value}\n${line}`).tokens.length, maximumExpandedLine + 2);
  assert.deepEqual(read(`$A=${value}\nx${line}`), {
    tokens: "",
    findings: [`limit: $A makes a line of more than ${maximumExpandedLine} characters`],
  });
});

void test("more lines than the bound are not made", () => {
  const { findings } = read("~SEQ(A,1,2000) ~SEQ(B,1,2000) x");
  assert.deepEqual(findings, ["limit: parameters and repetitions make more than 2000000 lines"]);
});

void test("more words than the bound are not made", () => {
  const { findings } = read(`$A=${"a ".repeat(400)}\n~SEQ(I,1,1000000) ${"${A} ".repeat(10)}`);
  assert.deepEqual(findings, ["limit: parameters and repetitions make more than 5000000 words"]);
});

void test("more text in files than the bound is not read", () => {
  const texts = { b: "a".repeat(1000).concat("\n").repeat(20_000) };
  assert.deepEqual(read("include b\ninclude b", texts), {
    tokens: "",
    findings: ["limit: the files have more than 33554432 characters together"],
  });
});

void test("repetitions inside one another are bounded", () => {
  const { findings } = read(`$A=${"~SEQ(I,1,1)".repeat(60)}\n$A$A\n$B=$A $A\n$B x`);
  assert.deepEqual(findings, ["limit: parameters and repetitions are inside one another more than 100 deep"]);
});

void test("tokens know where they are written", () => {
  const texts = { b: "x\ny ${A}" };
  const source = { path: "a.conf", text: "$A=1 2\n@me u $A v\ninclude b" };
  const tokens = readTokens(source, environmentOf(texts), new Reporter(new Findings()));
  const places = [...tokens].flatMap((token) => {
    if (token.kind !== "word") return [];
    const { line, column } = positionAt(token.source, token.start);
    return [`${token.text} ${token.source.path}:${line}:${column}`];
  });
  assert.deepEqual(places, [
    "u a.conf:2:5",
    "1 a.conf:2:7",
    "2 a.conf:2:9",
    "v a.conf:2:10",
    "x b:1:1",
    "y b:2:1",
    "1 b:2:3",
    "2 b:2:7",
  ]);
});

void test("a finding about a repeated line in a file that is included tells how it came there", () => {
  const findings = new Findings();
  const source = { path: "a.conf", text: "$X=~SEQ(I,1) y$I\ninclude b" };
  const report = new Reporter(findings);
  const tokens = readTokens(source, environmentOf({ b: "\n$X" }), report);
  const [word] = tokens;
  assert(word?.kind === "word");
  report.error("unknown-keyword", word, `Unknown keyword '${word.text}'`);
  assert.deepEqual(findings.sorted().map(printDiagnostic).join("\n").split("\n"), [
    "b:2:1: error: Unknown keyword 'y1' [unknown-keyword]",
    "  $X",
    "  ^^",
    "  = $X is defined at a.conf:1:4 as ~SEQ(I,1) y$I",
    "  = $I is 1 here, from the repetition at a.conf:1:4",
    "  = the line expands to: y1",
    "  = included from a.conf:2:9",
  ]);
});
