import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { ChecksumForms, senderLimit } from "./checksum-forms.ts";

const sender = IpAddress.of("192.0.2.2");

test("C06: forms are counted by sender, and a change is news", () => {
  const forms = new ChecksumForms();
  const news = (["message", "message", "pseudo-header"] as const).map((form) => forms.learn(sender, form));
  assert.deepEqual(news, [true, false, true]);
  assert.deepEqual(forms.senders.get("192.0.2.2"), {
    form: "pseudo-header",
    counts: { message: 2, "pseudo-header": 1, "old-unicast": 0 },
  });
});

test("no more senders are remembered than the limit says", () => {
  const forms = new ChecksumForms();
  for (let number = 0; number < 255; number += 1) forms.learn(IpAddress.of(`198.51.100.${number}`), "message");
  assert.equal(forms.senders.size, senderLimit);
  assert.equal(forms.changes, senderLimit);
});

test("a peer is remembered although strangers have filled the memory", () => {
  const forms = new ChecksumForms();
  for (let number = 0; number < senderLimit; number += 1) forms.learn(IpAddress.of(`198.51.100.${number}`), "message");
  assert.ok(forms.learn(sender, "old-unicast", true));
  assert.equal(forms.senders.get("192.0.2.2")?.form, "old-unicast");
});

test("what was told of the senders does not change with what is learned later", () => {
  const forms = new ChecksumForms();
  forms.learn(sender, "message");
  const told = forms.copy();
  forms.learn(sender, "pseudo-header");
  assert.deepEqual(told.get("192.0.2.2"), {
    form: "message",
    counts: { message: 1, "pseudo-header": 0, "old-unicast": 0 },
  });
});
