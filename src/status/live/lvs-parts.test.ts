import assert from "node:assert/strict";
import { test } from "node:test";
import { type Instant, instant } from "../../base/time.ts";
import type { ServiceStatus } from "../../lvs/status.ts";
import { realServer, virtualServer } from "../lvs-samples.ts";
import { buildDocument } from "./document.ts";
import { lvsParts, serversPerPart } from "./lvs-parts.ts";
import { noon, sampleDaemon } from "./samples.ts";

const wall = (at: Instant): number => noon + at;

function service(port: number, count: number): ServiceStatus {
  const servers = Array.from({ length: count }, (_, index) => realServer(`198.51.100.${index % 250}`, 80 + index));
  return {
    virtualServer: virtualServer({
      service: { ...virtualServer().service, kind: "mark", mark: port },
      quorum: 2,
      realServers: servers,
    }),
    keys: [],
    quorum: "up",
    live: count,
    total: count,
    upCount: count,
    isSorry: false,
    isSuspended: false,
    lastTransition: instant(5),
    servers: servers.map((server) => ({
      server,
      state: "up",
      effectiveWeight: 1,
      tableWeight: 1,
      lastTransition: undefined,
      checkers: [],
    })),
  };
}

test("no part is large, and together they are what was there", () => {
  const counts = [1, serversPerPart - 1, 0, serversPerPart * 2 + 3, serversPerPart, 1];
  const parts = Array.from(
    lvsParts(
      counts.map((count, index) => service(index + 1, count)),
      wall,
    ),
  );
  for (const part of parts) {
    const servers = (part.services ?? []).reduce((sum, { servers: of }) => sum + of.length, 0);
    assert.ok(servers <= serversPerPart, String(servers));
  }
  const facts = { at: noon, daemon: sampleDaemon(), silent: [], causes: () => [] };
  const { services } = buildDocument(facts, parts);
  assert.deepEqual(
    services.map(({ servers }) => servers.length),
    counts,
  );
  assert.deepEqual(services[0], {
    name: "FWM 1",
    scheduler: "wrr",
    quorum: "up",
    liveWeight: 1,
    neededWeight: 2,
    isSorry: false,
    isSuspended: false,
    since: noon + 5,
    servers: [
      {
        name: "[198.51.100.0]:none:80",
        state: "up",
        weight: 1,
        configuredWeight: 1,
        drained: false,
        since: undefined,
        checkers: [],
      },
    ],
  });
});

test("a great many services without servers come in parts, too", () => {
  const parts = Array.from(
    lvsParts(
      Array.from({ length: 1_000 }, (_, index) => service(index + 1, 0)),
      wall,
    ),
  );
  assert.ok(parts.every(({ services = [] }) => services.length <= serversPerPart));
});
