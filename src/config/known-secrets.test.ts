import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "./load.ts";
import type { ConfigurationFiles } from "./load.ts";
import { printDiagnostic } from "./print.ts";

const secret = "Xy7Qz";

/** All that is said about a configuration; those lines come first that the secret must not be shown by. */
function findings(lines: readonly string[], files?: ConfigurationFiles): string {
  const text = lines.join("\n");
  const { diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "node1", configId: "node1", files });
  return diagnostics.map(printDiagnostic).join("\n");
}

const files: ConfigurationFiles = {
  read: () => ({ kind: "text", text: `auth_pass ${secret}` }),
  list: () => ["b"],
};

const block = "vrrp_instance A {\nauthentication {\nauth_type PASS";

for (const [what, lines] of [
  ["in a block without its brace", [`$P=${secret}`, "vrrp_instance A {", "auth_hmac", "auth_pass $P", "}"]],
  [
    "in a block that is given again",
    [block, `auth_pass ${secret}`, "}", "authentication {", "auth_pass other", "}", "}"],
  ],
  ["in a line that is given again", [block, `auth_pass ${secret}`, "auth_pass other", "}", "}"]],
  ["deep in an unknown block", ["x {", "y {", "z {", `auth_pass ${secret}`, "}", "}", "}"]],
  ["far down in an unknown block", ["x {", ...Array.from({ length: 60 }, () => "y"), `auth_pass ${secret}`, "}"]],
  ["in a condition that does not hold", [`@node2 auth_pass ${secret}`]],
  ["in a file that is included", ["include b"]],
  ["in a definition", [`$Q=auth_pass ${secret}`, block, "$Q", "}", "}"]],
  ["in a definition that is not used", [`$Q=auth_pass ${secret}`]],
  ["in a definition with such a name", [`$VRRP_PASSWORD=${secret}`]],
  [
    "in a definition of several lines",
    ["$Q=authentication { \\", "auth_type PASS \\", `auth_pass ${secret} \\`, "}", "$Q"],
  ],
  ["made of parameters", ["$A=Xy", `$B=Qz`, "auth_pass ${A}7${B}"]],
  ["behind a brace and a parameter", [`$P=${secret}`, "authentication { auth_pass $P }", "x $P"]],
  ["of a parameter in a parameter", [`$P=${secret}`, "$Q=${P}", "$R=auth_pass ${Q}", "$R"]],
  ["with a misspelt keyword", [block, `auth_pas ${secret}`, "}", "}"]],
  ["without a keyword", [block, `auth_type PASS ${secret}`, "}", "}"]],
  ["glued to its keyword", [`auth_pass${secret}`]],
  ["with an equals sign", [`auth_pass=${secret}`]],
  ["before a comment", [`auth_pass ${secret}#comment`]],
  ["in a key", ["vrrp_instance A {", "auth_hmac {", `key 1 ${secret}`, `key 1 hex:${secret}`, "}", "}"]],
  ["of a list", [`~LST(P,${secret},other) auth_pass $P`]],
  ["of a certificate's key", ["SSL {", `password ${secret}`, "password other", "}"]],
] as const) {
  void test(`a secret ${what} is hidden wherever it stands`, () => {
    const uses = [`$U=${secret}`, `unknown ${secret}`, "x $U", secret, `"a ${secret}"`, `router_id ${secret} {`];
    for (const text of [findings([...lines, ...uses], files), findings([...uses, "}", ...lines], files)]) {
      assert.match(text, /unknown/u);
      assert.doesNotMatch(text, /Xy7Qz/u);
    }
  });
}

void test("a secret that others are made of, or that overlaps them, is hidden with them", () => {
  const text = findings(["auth_pass abcdef", "auth_pass efghij", "unknown abcdefghij"]);
  assert.match(text, /unknown \*{10}$/mu);
});

void test("a parameter that is a secret somewhere is hidden everywhere, however short", () => {
  const text = findings(["$P=s3", "$Q=y $P", "auth_pass $P", "unknown $P", "x ${P}", "$P", "$Q"]);
  assert.match(text, /the line expands to: unknown \*\*/u);
  assert.match(text, /Unknown keyword '\*\*'/u);
  assert.doesNotMatch(text, /s3/u);
});

void test("a part of a secret that a parameter stands for is hidden, too", () => {
  const text = findings(["$A=first", "$B=${A}second", "auth_pass ${B}third", "unknown ${A}", "unknown ${B}"]);
  assert.doesNotMatch(text, /first|second/u);
});

void test("words of the language stay readable, also where they are used as passwords", () => {
  const text = findings(["auth_pass interface", "unknown interface", "auth_pass MASTER", "unknown MASTER"]);
  assert.match(text, /^ {2}unknown interface$/mu);
  assert.match(text, /^ {2}unknown MASTER$/mu);
  assert.match(text, /^ {2}auth_pass \*{9}$/mu);
});

void test("what only looks like a secret on its own line is not hidden elsewhere", () => {
  for (const [line, word] of [
    ["# the auth_pass must fit", "must"],
    ['script "/bin/check pass thing"', "thing"],
    ["SSL {\nkey /etc/key.pem\n}", "/etc/key.pem"],
    ["$IF=eth0", "eth0"],
    ["vrrp_instance A {\nauthentication {\ninterface eth0\n}\n}", "eth0"],
    ["auth_password_file", "file"],
    ["unknown ${KEY} word", "word"],
  ] as const) {
    assert.ok(findings([line, `nonsense ${word}`]).includes(`  nonsense ${word}`), line);
  }
});

void test("a secret that a message or a line is too long for is hidden as far as it is shown", () => {
  const long = secret.repeat(100);
  assert.doesNotMatch(findings([`auth_pass ${long}`, long, `x${" y".repeat(60)} ${long}`]), /Xy7Qz/u);
});

void test("a password with a dollar sign is not taken for a parameter", () => {
  const text = findings([
    "vrrp_instance A {",
    "authentication {",
    "auth_pass XYZ pa$word",
    "auth_pas pa$word",
    "}",
    "}",
  ]);
  assert.match(text, /too many/u);
  assert.doesNotMatch(text, /\$word/u);
});
