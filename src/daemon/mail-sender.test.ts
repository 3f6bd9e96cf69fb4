import assert from "node:assert/strict";
import { test } from "node:test";

import { mailLimit, type MailerListener, MailSender } from "./mail-sender.ts";
import type { MailSettings } from "./mail-settings.ts";
import type { ToMailer } from "./messages.ts";

const settings: MailSettings = {
  host: "192.0.2.9",
  port: 25,
  heloName: "node1",
  timeout: 1000,
  sender: "keepalived@node1",
  recipients: ["root@example.com"],
};
const mail = (subject: string): { readonly subject: string; readonly body: string } => ({ subject, body: "" });

class Bench {
  readonly log: string[] = [];
  readonly mailers: { readonly listener: MailerListener; readonly got: ToMailer[]; released: boolean }[] = [];
  readonly sender = new MailSender(
    (listener) => {
      const mailer = { listener, got: new Array<ToMailer>(), released: false };
      this.mailers.push(mailer);
      return { send: (message) => mailer.got.push(message), release: () => (mailer.released = true) };
    },
    (message) => this.log.push(message),
  );
}

test("one process sends the mails of a moment, and is let go when all are answered", () => {
  const { sender, mailers, log } = new Bench();
  sender.send(settings, mail("one"), 5);
  sender.send(settings, mail("two"), 6);
  const [mailer] = mailers;
  assert.ok(mailer !== undefined && mailers.length === 1);
  assert.deepEqual(mailer.got[0], { settings, task: { id: 1, mail: mail("one"), at: 5 } });
  mailer.listener.message({ id: 1, failure: undefined });
  assert.equal(mailer.released, false);
  mailer.listener.message({ id: 2, failure: "not sent: Error connecting SMTP server [192.0.2.9]:25: ECONNREFUSED" });
  assert.equal(mailer.released, true);
  assert.deepEqual(log, [
    "SMTP alert successfully sent.",
    'SMTP alert "two" not sent: Error connecting SMTP server [192.0.2.9]:25: ECONNREFUSED',
  ]);
  mailer.listener.ended("exited with status 0");
  sender.send(settings, mail("three"), 7);
  assert.equal(mailers.length, 2);
  assert.equal(log.length, 2);
});

test("a process that dies loses what it had, and the next mail has another", () => {
  const { sender, mailers, log } = new Bench();
  sender.send(settings, mail("one"), 5);
  mailers[0]?.listener.ended("the mailer was ended by SIGKILL");
  assert.deepEqual(log, ['SMTP alert "one" not sent: the mailer was ended by SIGKILL']);
  sender.send(settings, mail("two"), 6);
  assert.equal(mailers.length, 2);
});

test("at the limit mails are lost and counted", () => {
  const { sender, mailers, log } = new Bench();
  for (let count = 0; count < mailLimit + 3; count += 1) sender.send(settings, mail("many"), 5);
  const [mailer] = mailers;
  assert.equal(mailer?.got.length, mailLimit);
  assert.deepEqual(log, [`SMTP alerts are lost: ${mailLimit} wait for the relay`]);
  for (let id = 1; id <= mailLimit; id += 1) mailer?.listener.message({ id, failure: undefined });
  assert.equal(log.at(-1), "3 SMTP alerts were lost");
});
