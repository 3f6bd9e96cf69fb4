import assert from "node:assert/strict";
import { test } from "node:test";

import type { CheckerConfig, ScriptCall } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { LvsEvent } from "../lvs/events.ts";
import { LvsTeller } from "../notify/lvs-teller.ts";
import { httpGet, miscCheck, network, realServer, timing, virtualServer } from "../status/lvs-samples.ts";
import { lvsOccurrenceOf } from "./lvs-occurrences.ts";

const call = (...words: [string, ...string[]]): ScriptCall => ({ command: { words }, account: undefined });
const tcp: CheckerConfig = { ...network, kind: "tcp" };
const smtp: CheckerConfig = { ...network, kind: "smtp", heloName: "x" };
const dns: CheckerConfig = { ...network, kind: "dns", type: "A", name: "example.com" };
const refused: CheckFailure = { kind: "connect", code: "ECONNREFUSED" };
const late: CheckFailure = { kind: "script-timeout", output: "" };

const web = virtualServer({ quorumUp: call("/q", "up"), quorumDown: call("/q", "down"), mail: true });
const server = realServer("198.51.100.1", 80, { notifyUp: call("/n", "up"), notifyDown: call("/n", "down") });
const serverState = (
  changes: Partial<LvsEvent & { readonly kind: "server-state" }>,
  checker: CheckerConfig = tcp,
  reason: CheckFailure | undefined = refused,
): LvsEvent => ({
  kind: "server-state",
  virtualServer: web,
  server: { ...server, checkers: [checker] },
  state: "down",
  because: { checker, reason },
  isFirst: false,
  cause: "check",
  ...changes,
});
const up = (checker: CheckerConfig): LvsEvent =>
  serverState({ state: "up", because: { checker, reason: undefined } }, checker);
const quorum = (changes: Partial<LvsEvent & { readonly kind: "quorum" }>): LvsEvent => ({
  kind: "quorum",
  virtualServer: web,
  state: "gained",
  live: 4,
  quorum: 2,
  hysteresis: 1,
  cause: "check",
  ...changes,
});

/** Scripts, lines and mails that an event leads to, one line each. */
function told(event: LvsEvent): readonly string[] {
  const teller = new LvsTeller();
  teller.configure({ mails: true, checkerMails: true, routerId: "R1" });
  const occurrence = lvsOccurrenceOf(event, ({ command }) => command);
  const messages = occurrence === undefined ? [] : teller.tell(occurrence);
  return messages.map((message) => {
    if (message.kind === "run") {
      return `${message.command.words.join(" ")} ${message.environment["HOLDFAST_OLD_STATE"] ?? "-"}`;
    }
    return message.kind === "line" ? message.text : `${message.mail.subject}\n${message.mail.body}`;
  });
}

const service = "[192.0.2.1]:tcp:80";
const rs = `[198.51.100.1]:tcp:80 of virtual server ${service}`;

/** Subjects, and bodies up to their first line, are those of Keepalived 2.2.7; so are the lines of the FIFO. */
const golden: readonly (readonly [name: string, event: LvsEvent, ...told: string[]])[] = [
  [
    "a server dies",
    serverState({}),
    "/n down UP",
    `RS [198.51.100.1]:tcp:80 ${service} DOWN`,
    `[R1] Realserver ${rs} - DOWN\n=> TCP CHECK failed on service <=\n\nTCP_CHECK: connection refused (ECONNREFUSED)`,
  ],
  [
    "and comes back",
    up(tcp),
    "/n up DOWN",
    `RS [198.51.100.1]:tcp:80 ${service} UP`,
    `[R1] Realserver ${rs} - UP\n=> TCP CHECK succeed on service <=\n\nTCP_CHECK: succeeded`,
  ],
  [
    "a server dies at its first check",
    serverState({ isFirst: true }),
    "/n down -",
    `RS [198.51.100.1]:tcp:80 ${service} DOWN`,
    `[R1] Realserver ${rs} - DOWN\n=> TCP CHECK failed on service <=\n\nTCP_CHECK: connection refused (ECONNREFUSED)`,
  ],
  [
    "rs_init_notifies: it is as assumed",
    serverState({ state: "up", isFirst: true, because: undefined, cause: "start" }),
    "/n up -",
    `RS [198.51.100.1]:tcp:80 ${service} UP`,
  ],
  [
    "alpha: the first success is news",
    serverState(
      { state: "up", isFirst: true, because: { checker: tcp, reason: undefined } },
      { ...network, kind: "tcp", timing: { ...timing, alpha: true } },
    ),
    "/n up -",
    `RS [198.51.100.1]:tcp:80 ${service} UP`,
    `[R1] Realserver ${rs} - UP\n=> TCP CHECK succeed on service <=\n\nTCP_CHECK: succeeded`,
  ],
  [
    "no smtp_alert",
    serverState({ server: { ...server, mail: false } }),
    "/n down UP",
    `RS [198.51.100.1]:tcp:80 ${service} DOWN`,
  ],
  [
    "omega",
    serverState({ because: undefined, cause: "stop" }),
    "/n down UP",
    `RS [198.51.100.1]:tcp:80 ${service} DOWN`,
    `[R1] Realserver ${rs} - DOWN\n=> Shutting down <=\n\nstopped`,
  ],
  [
    "a reload removes it",
    serverState({ because: undefined, cause: "reload" }),
    "/n down UP",
    `RS [198.51.100.1]:tcp:80 ${service} DOWN`,
    `[R1] Realserver ${rs} - DOWN\n=> Removing <=\n\nreloaded`,
  ],
  [
    "the quorum comes",
    quorum({}),
    "/q up DOWN",
    `VS ${service} UP`,
    `[R1] Virtualserver ${service} - UP\n=> Gained quorum 2+1=3 <= 4 <=`,
  ],
  // The reference writes "2+1=1 <= 0" here, which is not so.
  [
    "the quorum goes",
    quorum({ state: "lost", live: 0 }),
    "/q down UP",
    `VS ${service} DOWN`,
    `[R1] Virtualserver ${service} - DOWN\n=> Lost quorum 2-1=1 > 0 <=`,
  ],
  [
    "it is there at the start",
    quorum({ cause: "start" }),
    "/q up -",
    `VS ${service} UP`,
    `[R1] Virtualserver ${service} - UP\n=> Starting with quorum up 2+1=3 <= 4 <=`,
  ],
  [
    "it is not there at the start",
    quorum({ state: "starts-down", cause: "start", live: 0 }),
    "/q down -",
    `VS ${service} DOWN`,
    `[R1] Virtualserver ${service} - DOWN\n=> Starting with quorum down 2-1=1 > 0 <=`,
  ],
  [
    "a service that wants no mail",
    quorum({ virtualServer: virtualServer({ service: { kind: "mark", mark: 5 } }) }),
    "VS FWM 5 UP",
  ],
  [
    "one checker of one",
    {
      virtualServer: web,
      server: { ...server, checkers: [tcp] },
      kind: "checker-state",
      checker: tcp,
      reason: refused,
      retries: 1,
      state: "down",
    },
  ],
  ["the table", { kind: "server-removed", virtualServer: web, server }],
];

for (const [name, event, ...expected] of golden) {
  test(`${name}: ${expected.length === 0 ? "nothing to tell" : (expected.at(-1) ?? "").split("\n", 1).join("")}`, () => {
    assert.deepEqual(told(event), expected);
  });
}

/** Of the mail. */
function firstLine(event: LvsEvent): string {
  return told(event).at(-1)?.split("\n")[1] ?? "";
}

test("the first lines of mails about each checker are the reference's", () => {
  const status: CheckFailure = { kind: "status", path: "/", status: 500 };
  const banner: CheckFailure = { kind: "smtp", command: "connection", expected: 220, reply: "421 no" };
  assert.deepEqual(
    [
      serverState({}, { ...network, kind: "udp", payload: undefined, reply: undefined }),
      serverState({}, { ...network, kind: "ping" }),
      serverState({}, httpGet, status),
      up(httpGet),
      serverState({}, smtp, banner),
      up(smtp),
      serverState({}, dns, { kind: "dns", code: "SERVFAIL" }),
      up(dns),
      serverState({}, miscCheck, { kind: "exited", status: 1, output: "" }),
      serverState({}, miscCheck, late),
      up(miscCheck),
    ].map(firstLine),
    [
      "=> UDP CHECK failed on service <=",
      "=> ICMP CHECK failed on service <=",
      "=> CHECK failed on service : HTTP request failed <=",
      "=> CHECK succeed on service <=",
      "=> CHECK failed on service : Bad greeting banner from server [198.51.100.1]:80 <=",
      "=> CHECK succeed on service <=",
      "=> DNS_CHECK: failed on service <=",
      "=> DNS_CHECK: succeed on service <=",
      "=> MISC CHECK failed on service <=",
      "=> MISC CHECK timed out on service <=",
      "=> MISC CHECK succeeded on service <=",
    ],
  );
});

test("a script that cannot be started is left out", () => {
  assert.equal(lvsOccurrenceOf(serverState({}), () => undefined)?.kind, "real-server");
  const occurrence = lvsOccurrenceOf(serverState({}), () => undefined);
  assert.ok(occurrence?.kind === "real-server" && occurrence.script === undefined);
});
