import assert from "node:assert/strict";
import { test } from "node:test";
import { accountIn, isAlone, leftOver } from "./confinement.ts";

test("the account is that of holdfast, if there is one that is not root", () => {
  const passwd = "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n";
  assert.equal(accountIn(passwd), undefined);
  assert.deepEqual(accountIn(`${passwd}holdfast:x:991:990::/:/usr/sbin/nologin\n`), { user: 991, group: 990 });
  assert.equal(accountIn(`${passwd}holdfast:x:0:0::/:/bin/sh\n`), undefined);
  assert.equal(accountIn(`${passwd}holdfast\n`), undefined);
});

function status(uids: string, effective: string, permitted: string): string {
  return `Name:\tnode\nUid:\t${uids}\nGid:\t65534\nCapInh:\t0000000000000000\nCapPrm:\t${permitted}\nCapEff:\t${effective}\n`;
}

test("what is left of privileges is noticed", () => {
  const none = "0000000000000000";
  const some = "0000000000003000";
  assert.equal(leftOver(status("65534\t65534\t65534\t65534", none, none)), undefined);
  assert.equal(leftOver(status("0\t0\t0\t0", none, none)), "it is root");
  assert.equal(leftOver(status("65534\t0\t65534\t65534", none, none)), "it is root");
  assert.equal(leftOver(status("65534\t65534\t65534\t65534", none, some)), "it has capabilities");
  assert.equal(leftOver(status("1000\t1000\t1000\t1000", some, some)), "it has capabilities");
});

test("in a user namespace of one unprivileged user there is nobody else to become", () => {
  assert.equal(isAlone("         0          0 4294967295\n"), false);
  assert.equal(isAlone("         0          0          1\n"), false);
  assert.equal(isAlone("         0     100000      65536\n"), false);
  assert.equal(isAlone("         0      65534          1\n"), true);
});
