import assert from "node:assert/strict";
import { test } from "node:test";

import type { CheckerConfig } from "../../check/config.ts";
import type { CheckFailure } from "../../check/outcome.ts";
import type { LvsEvent } from "../../lvs/events.ts";
import { httpGet, miscCheck, realServer, sorry, virtualServer as serviceOf } from "../lvs-samples.ts";
import { lvsReport } from "./lvs-report.ts";

const server = realServer("198.51.100.1", 80);
const virtualServer = serviceOf({ realServers: [server] });
const member = { virtualServer, server };
const names = { service: "[192.0.2.1]:tcp:80", server: "[198.51.100.1]:tcp:80" };

test("a service and a server are told by the names that the log has for them", () => {
  assert.deepEqual(lvsReport({ ...member, kind: "server-added" }), { kind: "server-added", ...names, details: {} });
  assert.deepEqual(lvsReport({ kind: "suspended", virtualServer }), {
    kind: "suspended",
    service: names.service,
    details: {},
  });
  assert.deepEqual(lvsReport({ kind: "sorry-server-added", virtualServer, sorryServer: sorry }), {
    kind: "sorry-server-added",
    service: names.service,
    server: "[198.51.100.9]:tcp:80",
    details: {},
  });
  assert.deepEqual(lvsReport({ kind: "table-repaired", changes: 2 }), {
    kind: "table-repaired",
    details: { changes: 2 },
  });
});

test("why a check has failed is told by its fields and in words", () => {
  const reason: CheckFailure = { kind: "status", path: "/health", status: 503 };
  assert.deepEqual(lvsReport(failed(httpGet, reason)), {
    kind: "check-failed",
    ...names,
    checker: "HTTP_CHECK",
    details: {
      remaining: 2,
      path: "/health",
      status: 503,
      failure: "status",
      reason: "/health has status 503, expected another",
    },
  });
  assert.deepEqual(
    lvsReport(failed(miscCheck, { kind: "exited", status: 3, output: "one\ntwo\nthree\nfour\n" })).details,
    {
      remaining: 2,
      status: 3,
      failure: "exited",
      reason: "exited with status 3, expected 0",
      output: "two\nthree\nfour",
    },
  );
});

test("a server that is down names the checker that decided, a quorum its sums", () => {
  const because = { checker: httpGet, reason: { kind: "connect", code: "ECONNREFUSED" } } as const;
  assert.deepEqual(
    lvsReport({ ...member, kind: "server-state", state: "down", because, isFirst: false, cause: "check" }).details,
    {
      state: "down",
      cause: "check",
      isFirst: false,
      checker: "HTTP_CHECK",
      code: "ECONNREFUSED",
      failure: "connect",
      reason: "connection refused (ECONNREFUSED)",
    },
  );
  const sums = { live: 0, quorum: 1, hysteresis: 0, cause: "check" } as const;
  assert.deepEqual(lvsReport({ kind: "quorum", virtualServer, state: "lost", ...sums }), {
    kind: "quorum",
    service: names.service,
    details: { state: "lost", ...sums },
  });
});

function failed(checker: CheckerConfig, reason: CheckFailure): LvsEvent {
  return { ...member, kind: "check-failed", checker, reason, remaining: 2, wasUp: true };
}
