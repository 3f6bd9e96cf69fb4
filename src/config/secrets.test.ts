import assert from "node:assert/strict";
import { test } from "node:test";

import { maskSecrets, withoutSecrets } from "./secrets.ts";

void test("what stands behind a password keyword is masked, also a misspelt one", () => {
  assert.deepEqual(
    [
      '  auth_pass "s3 cret" # x',
      "{ auth_type PASS auth_pass s3cret }",
      "auth_pas s3cret",
      'AUTH_PASS"s3cret"',
      "auth_passs3cret",
      "key 1 hex:00",
    ].map(maskSecrets),
    [
      "  auth_pass *** ***** * *",
      "{ auth_type PASS auth_pass ****** }",
      "auth_pas ******",
      "AUTH_PASS********",
      "auth_passs3cret",
      "key * ******",
    ],
  );
});

void test("other lines stay as they are", () => {
  const lines = ["auth_type PASS", "script /usr/bin/check-pass.sh x", 'notify "/bin/x --key y"', "keyboard x"];
  assert.deepEqual(
    lines.map(maskSecrets),
    lines.map((line) => line),
  );
});

void test("a message that quotes a secret is replaced", () => {
  const line = `auth_pass "s3cret ${"x".repeat(50)}" }`;
  const redacted = "a word that may be a password is not expected here - ignoring";
  assert.equal(withoutSecrets("(VI_1) s3cret of a unicast peer", line), redacted);
  assert.equal(withoutSecrets(`Unknown ${"x".repeat(45)}...`, line), redacted);
  assert.equal(withoutSecrets("Truncating", line), "Truncating");
  assert.equal(withoutSecrets("Unknown keyword 's3cret'", "s3cret"), "Unknown keyword 's3cret'");
});

void test("values of definitions and lists are masked: they may be used as passwords elsewhere", () => {
  assert.deepEqual(
    ["$A=s3cret x", " @me $A=s3cret", "~LST(A,s3cret,b) $A", "~LST({A,B},{s3,c},{r,e}) x", "~SEQ(A,1,2) x"].map(
      maskSecrets,
    ),
    ["$A=****** *", " @me $A=******", "~LST(A,******,*) $A", "~LST({A,B},{**,*},{*,*}) x", "~SEQ(A,1,2) x"],
  );
});
