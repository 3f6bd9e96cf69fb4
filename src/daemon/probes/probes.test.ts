import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { type Duration, later, milliseconds, seconds, toMilliseconds, zeroDuration } from "../../base/time.ts";
import type { CheckerConfig, HttpCheck, MiscCheck, SmtpCheck } from "../../check/config.ts";
import type { CheckOutcome } from "../../check/outcome.ts";
import { FakeClock, FakeProbeSockets, FakeProcessRunner, type FakeServer } from "../../platform/fake/index.ts";
import { openProbes, type ProbeRun, type Probes } from "./index.ts";

// The time-outs of the probes in virtual time, where they are exact.

const address = IpAddress.of("192.0.2.2");
const port = 80;
const limit = seconds(2);
const command = { words: ["/bin/check"] as const };

const timing = {
  delayLoop: seconds(1),
  retry: 0,
  delayBeforeRetry: seconds(1),
  warmup: zeroDuration,
  alpha: false,
  logAllFailures: false,
};
const connection = {
  address: undefined,
  port: undefined,
  connectTimeout: limit,
  source: { address: undefined, port: undefined, interface: undefined },
  mark: 0,
};
const http: HttpCheck = {
  kind: "http",
  timing,
  connection,
  tls: undefined,
  protocol: "1.0",
  fastRecovery: false,
  urls: [
    {
      path: "/",
      virtualHost: undefined,
      statusCodes: [{ first: 200, last: 299 }],
      digest: undefined,
      pattern: undefined,
      closeNotify: false,
    },
  ],
};
const smtp: SmtpCheck = { kind: "smtp", timing, connection, heloName: "me" };
const misc: MiscCheck = {
  kind: "misc",
  timing,
  script: { command, account: undefined },
  timeout: limit,
  dynamic: false,
};

class World {
  readonly clock = new FakeClock();
  readonly sockets = new FakeProbeSockets(this.clock);
  readonly processes = new FakeProcessRunner(this.clock, () => ({ how: { kind: "never" }, after: zeroDuration }));
  readonly outcomes: CheckOutcome[] = [];
  readonly #probes: Probes = openProbes({
    clock: this.clock,
    openAlarm: this.clock.openAlarm,
    openProbeSockets: () => this.sockets,
    processes: this.processes,
    tls: undefined,
    scriptCommand: (call) => call.command,
  });

  run(config: CheckerConfig): ProbeRun {
    const run = this.#probes.run({ config, address, port, step: 0 }, (outcome) => this.outcomes.push(outcome));
    assert.deepEqual(this.outcomes, [], "nothing is told from inside");
    return run;
  }

  /** "timeout banner after 2000 ms", once all has come to rest. */
  outcome(config: CheckerConfig, server: FakeServer | undefined): string {
    if (server !== undefined) this.sockets.listen(address, port, server);
    this.run(config);
    this.clock.advance(seconds(60));
    assert.equal(this.outcomes.length, 1);
    assert.equal(this.sockets.open, 0);
    const [outcome] = this.outcomes;
    const reason = outcome?.kind === "failure" ? outcome.reason : undefined;
    const what = reason === undefined ? "success" : `${reason.kind} ${"stage" in reason ? reason.stage : ""}`;
    return `${what.trim()} after ${toMilliseconds(outcome?.duration ?? zeroDuration)} ms`;
  }

  /** A server that says its texts one after the other, that long after it was spoken to. */
  slow(texts: readonly string[], delay: Duration): FakeServer {
    return {
      received: (client) => {
        let at = this.clock.now();
        for (const text of texts) {
          at = later(at, delay);
          this.clock.schedule(at, () => client.send(Buffer.from(text)));
        }
      },
    };
  }
}

describe("time-outs of probes", () => {
  const half = milliseconds(1500);
  const drip = Array.from({ length: 30 }, () => "x");

  test("nobody there", () => {
    assert.equal(new World().outcome(http, undefined), "timeout connect after 2000 ms");
  });

  test("nothing said", () => {
    assert.equal(new World().outcome(http, {}), "timeout response after 2000 ms");
    assert.equal(new World().outcome(smtp, {}), "timeout banner after 2000 ms");
  });

  test("each stage has its own time, and all of its bytes together", () => {
    const head = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n";
    const inTime = new World();
    assert.equal(inTime.outcome(http, inTime.slow([head, "hello"], half)), "success after 3000 ms");
    const inPieces = new World();
    assert.equal(inPieces.outcome(http, inPieces.slow([head, "hel", "lo"], half)), "timeout body after 3500 ms");
    const dripping = new World();
    assert.equal(
      dripping.outcome(http, dripping.slow(["HTTP/1.0 200 OK\r\nX:", ...drip], seconds(1))),
      "timeout response after 2000 ms",
    );
    const body = new World();
    assert.equal(
      body.outcome(http, body.slow(["HTTP/1.0 200 OK\r\n\r\n", ...drip], seconds(1))),
      "timeout body after 3000 ms",
    );
  });

  test("each reply of SMTP has its own time", () => {
    const world = new World();
    const server: FakeServer = {
      accepted: (client) => void world.clock.schedule(world.clock.now(), () => client.send(Buffer.from("220 hi\r\n"))),
      received: (client, bytes) => {
        const reply = Buffer.from(bytes).toString() === "HELO me\r\n" ? "250 you\r\n" : "221 bye\r\n";
        world.clock.schedule(later(world.clock.now(), half), () => client.send(Buffer.from(reply)));
      },
    };
    assert.equal(world.outcome(smtp, server), "success after 3000 ms");
  });

  test("a script that runs too long", () => {
    const world = new World();
    assert.equal(world.outcome(misc, undefined), "script-timeout after 2000 ms");
  });

  test("what is cancelled is never told", () => {
    const world = new World();
    world.sockets.listen(address, port, { received: (client) => client.end() });
    for (const config of [http, smtp, misc]) {
      const run = world.run(config);
      run.cancel();
      run.cancel();
    }
    assert.equal(world.sockets.open, 0);
    world.clock.advance(seconds(60));
    assert.deepEqual(world.outcomes, []);
  });
});
