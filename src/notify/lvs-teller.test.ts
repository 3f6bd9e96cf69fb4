import assert from "node:assert/strict";
import { test } from "node:test";

import type { LvsOccurrence } from "./lvs-occurrence.ts";
import { type LvsNotifyDefaults, LvsTeller } from "./lvs-teller.ts";
import type { Message } from "./teller.ts";

type Server = LvsOccurrence & { readonly kind: "real-server" };
type Checker = LvsOccurrence & { readonly kind: "checker" };

const names = { name: "[198.51.100.1]:tcp:80", virtualServer: "[192.0.2.1]:tcp:80" };
const server = (changes: Partial<Server> = {}): Server => ({
  ...names,
  kind: "real-server",
  state: "DOWN",
  oldState: "UP",
  mail: true,
  summary: "TCP CHECK failed on service",
  reason: "TCP_CHECK: connection refused (ECONNREFUSED)",
  script: { words: ["/bin/down", "198.51.100.1"] },
  isChange: true,
  ...changes,
});
const service: LvsOccurrence = {
  kind: "virtual-server",
  name: "[192.0.2.1]:tcp:80",
  state: "DOWN",
  oldState: "UP",
  mail: true,
  summary: "Lost quorum 1-0=1 > 0",
  reason: "Lost quorum 1-0=1 > 0",
  script: { words: ["/bin/lost"] },
  live: 0,
  quorum: 1,
};
const checker = (which: number, state: "UP" | "DOWN", changes: Partial<Checker> = {}): Checker => ({
  ...names,
  kind: "checker",
  checker: which,
  state,
  oldState: state === "UP" ? "DOWN" : "UP",
  mail: true,
  summary: state === "UP" ? "TCP CHECK succeed on service" : "TCP CHECK failed on service",
  reason: "TCP_CHECK: as it is",
  ...changes,
});

function tellerOf(changes: Partial<LvsNotifyDefaults> = {}): LvsTeller {
  const teller = new LvsTeller();
  teller.configure({ mails: true, checkerMails: true, routerId: "R1", ...changes });
  return teller;
}

function print(messages: readonly Message[]): readonly string[] {
  return messages.map((message) => {
    if (message.kind === "run") return message.command.words.join(" ");
    return message.kind === "line" ? message.text : message.mail.subject;
  });
}

test("order: the script with its arguments and no more, the FIFO, the mail", () => {
  assert.deepEqual(print(tellerOf().tell(server())), [
    "/bin/down 198.51.100.1",
    "RS [198.51.100.1]:tcp:80 [192.0.2.1]:tcp:80 DOWN",
    "[R1] Realserver [198.51.100.1]:tcp:80 of virtual server [192.0.2.1]:tcp:80 - DOWN",
  ]);
  assert.deepEqual(print(tellerOf().tell(service)), [
    "/bin/lost",
    "VS [192.0.2.1]:tcp:80 DOWN",
    "[R1] Virtualserver [192.0.2.1]:tcp:80 - DOWN",
  ]);
});

function environmentOf(occurrence: LvsOccurrence): readonly Readonly<Record<string, string>>[] {
  const messages = tellerOf().tell(occurrence);
  return messages.flatMap((message) => (message.kind === "run" ? [message.environment] : []));
}

test("the environment has what the arguments leave out", () => {
  assert.deepEqual(environmentOf(server()), [
    {
      HOLDFAST_TYPE: "RS",
      HOLDFAST_NAME: "[198.51.100.1]:tcp:80",
      HOLDFAST_STATE: "DOWN",
      HOLDFAST_REASON: "TCP_CHECK: connection refused (ECONNREFUSED)",
      HOLDFAST_OLD_STATE: "UP",
      HOLDFAST_VIRTUAL_SERVER: "[192.0.2.1]:tcp:80",
    },
  ]);
  assert.deepEqual(environmentOf({ ...service, oldState: undefined }), [
    {
      HOLDFAST_TYPE: "VS",
      HOLDFAST_NAME: "[192.0.2.1]:tcp:80",
      HOLDFAST_STATE: "DOWN",
      HOLDFAST_REASON: "Lost quorum 1-0=1 > 0",
      HOLDFAST_LIVE_WEIGHT: "0",
      HOLDFAST_QUORUM: "1",
    },
  ]);
});

test("a mail says what the reference says, and then why", () => {
  const bodies = [server(), service].flatMap((occurrence) =>
    tellerOf()
      .tell(occurrence)
      .flatMap((message) => (message.kind === "mail" ? [message.mail.body] : [])),
  );
  assert.deepEqual(bodies, [
    "=> TCP CHECK failed on service <=\n\nTCP_CHECK: connection refused (ECONNREFUSED)",
    "=> Lost quorum 1-0=1 > 0 <=",
  ]);
});

test("no script, no mail: the FIFO hears of it all the same", () => {
  const line = ["RS [198.51.100.1]:tcp:80 [192.0.2.1]:tcp:80 DOWN"];
  assert.deepEqual(print(tellerOf().tell(server({ script: undefined, mail: false }))), line);
  assert.deepEqual(print(tellerOf({ mails: false }).tell(server({ script: undefined }))), line);
});

test("what was assumed is told to script and FIFO, but is no reason for a mail", () => {
  assert.deepEqual(print(tellerOf().tell(server({ state: "UP", isChange: false }))), [
    "/bin/down 198.51.100.1",
    "RS [198.51.100.1]:tcp:80 [192.0.2.1]:tcp:80 UP",
  ]);
});

test("of several checkers, those that change nothing for the server have a mail of their own", () => {
  const mail = ["[R1] Realserver [198.51.100.1]:tcp:80 of virtual server [192.0.2.1]:tcp:80 - DOWN"];
  const teller = tellerOf();
  assert.deepEqual(print(teller.tell(checker(0, "DOWN"))), [], "the server is told about");
  assert.deepEqual(print(teller.tell(checker(1, "DOWN"))), mail);
  assert.deepEqual(print(teller.tell(checker(1, "DOWN", { virtualServer: "[192.0.2.2]:tcp:80" }))), [], "another");
  assert.deepEqual(print(teller.tell(checker(0, "UP"))), mail, "it is still down");
  assert.deepEqual(print(teller.tell(checker(1, "UP"))), []);
  assert.deepEqual(print(teller.tell(checker(1, "DOWN"))), []);
});

test("no_checker_emails: no mail about a checker that changes nothing for the server", () => {
  const teller = tellerOf({ checkerMails: false });
  for (const each of [checker(0, "DOWN"), checker(1, "DOWN"), checker(0, "UP")]) {
    assert.deepEqual(print(teller.tell(each)), []);
  }
});
