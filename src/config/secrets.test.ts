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
      '  auth_pass "** ****" * *',
      "{ auth_type PASS auth_pass ****** }",
      "auth_pas ******",
      'AUTH_PASS"******"',
      "auth_pass******",
      "key * ******",
    ],
  );
});

void test("a secret on a line that nobody understands is masked", () => {
  const lines = [
    "auth_pass=hunter2",
    "auth_pass:hunter2",
    "auth_passhunter2",
    "auth_pss hunter2",
    "auth_pwd hunter2",
    "auth-pass hunter2",
    "auth_hmac_key hunter2",
    '"auth_pass" hunter2',
    "authentication { auth_type PASS auth_pss hunter2 }",
    "auth_hmac { kye 1 hex:hunter2 }",
    "authentication PASS hunter2",
    "auth_type PASS hunter2",
    "PW=hunter2",
    "$PW:hunter2",
    "${PW}=hunter2",
    "~LSD(p,hunter2) auth_pass $p",
    "my_password hunter2",
    "secret hunter2",
  ];
  for (const line of lines) {
    assert.doesNotMatch(maskSecrets(line), /hunter2/u, line);
    assert.equal(maskSecrets(line).length, line.length);
    assert.doesNotMatch(withoutSecrets(`Unknown keyword '${line}'`, line), /hunter2/u, line);
  }
});

void test("other lines stay as they are", () => {
  const lines = [
    "auth_type PASS",
    "active_key 1",
    "2001:db8::1/64 label eth0:1",
    "~LST(i,1,2) 192.0.2.$i",
    "use_symlink_paths",
    "script /usr/bin/check-pass.sh x",
    'notify "/bin/x --key y"',
    "keyboard x",
  ];
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
    [
      "$A=s3cret x",
      "includem $A=s3cret",
      " @me $A=s3cret",
      "~LST(A,s3cret,b) auth_pass $A",
      "~LST({A,B},{s3,c}) key $A",
    ].map(maskSecrets),
    [
      "$A=****** *",
      "includem $A=******",
      " @me $A=******",
      "~LST(A,******,*) auth_pass **",
      "~LST({A,B},{**,*}) key **",
    ],
  );
});
