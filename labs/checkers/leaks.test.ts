import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { after, before, describe, test } from "node:test";

import { milliseconds } from "../../src/base/time.ts";
import type { CheckerConfig } from "../../src/check/config.ts";
import { reasonToSkip } from "../programs.ts";
import { anyUrl, dnsCheck, httpCheck, miscCheck, pingCheck, smtpCheck, tcpCheck, udpCheck } from "./checks.ts";
import { ServerLab } from "./server-lab.ts";
import { closedPort, tcpPorts, udpPorts } from "./servers.ts";
import type { Session } from "./session.ts";

// Many checks of all kinds, failing and succeeding, leave nothing behind: CHECKS=100000 for the whole measurement.

const count = Number(process.env["CHECKS"] ?? 4_000);
const atOnce = 100;
/** Bytes in use that may have been added when all garbage has been collected. */
const allowedGrowth = 4 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collectGarbage: unknown = runInNewContext("gc");

const address = "192.0.2.2";
const hurried = { connectTimeout: milliseconds(20) };
const at = (port: number): { readonly address: string; readonly port: number } => ({ address, port });
const pattern = { options: [], inverted: false, minimumOffset: 0, maximumOffset: undefined, stack: undefined };
const tls = { sni: false, sniName: undefined };
const odd = { ...pattern, expression: "jello" };

/** With how many of a thousand checks are of each kind. */
const mix: readonly (readonly [share: number, config: CheckerConfig])[] = [
  [390, httpCheck(at(tcpPorts.http))],
  [100, tcpCheck(at(tcpPorts.http))],
  [100, tcpCheck(at(closedPort))],
  [100, httpCheck(at(tcpPorts.notFound))],
  [50, httpCheck(at(tcpPorts.chunked), { digest: new Uint8Array(16) })],
  [50, httpCheck(at(tcpPorts.http), { pattern: odd })],
  [30, httpCheck(at(tcpPorts.resetting))],
  [20, httpCheck(at(tcpPorts.garbage))],
  [10, httpCheck(at(tcpPorts.hanging), anyUrl, {}, hurried)],
  [10, httpCheck(at(tcpPorts.drippingHead), anyUrl, {}, hurried)],
  [3, httpCheck(at(tcpPorts.endlessHead))],
  [5, httpCheck(at(tcpPorts.https), {}, { tls })],
  [5, httpCheck(at(tcpPorts.resetting), {}, { tls })],
  [20, smtpCheck(at(tcpPorts.smtp))],
  [20, dnsCheck(at(udpPorts.dns))],
  [20, dnsCheck(at(udpPorts.dnsOtherId), hurried)],
  [20, udpCheck(at(udpPorts.silent), {}, hurried)],
  [20, udpCheck(at(closedPort))],
  [20, pingCheck(address)],
  [5, pingCheck("192.0.2.99", hurried)],
  [2, miscCheck("exit 1")],
];

describe("leaks", { skip: await reasonToSkip() }, () => {
  let lab: ServerLab;
  let session: Session;

  before(async () => {
    lab = await ServerLab.open();
    ({ session } = lab);
  });
  after(async () => lab.close());

  test(`${count} checks of all kinds leave no descriptor and no memory behind`, async (context) => {
    const deck = mix.flatMap(([share, config]) => Array.from({ length: share }, () => config));
    assert.equal(deck.length, 1000);
    // Buffers, caches and the thread of the patterns are there after the first ones.
    await runAll(session, deck, 2000);
    const descriptors = await settled();
    const memory = usedMemory();
    const started = performance.now();
    const failures = await runAll(session, deck, count);
    const took = performance.now() - started;
    const growth = usedMemory() - memory;
    context.diagnostic(
      `${Math.round((count / took) * 1000)} checks per second, ${failures} failures, grown by ${Math.round(growth / 1024)} KiB`,
    );
    assert.ok((await settled()) <= descriptors, `${openDescriptors()} descriptors, ${descriptors} at first`);
    assert.ok(growth < allowedGrowth, `grown by ${Math.round(growth / 1024)} KiB`);
    assert.ok(failures > count / 4 && failures < count / 2, `${failures} have failed`);
  });
});

/** Some hundred at a time, in an order that mixes the kinds; how many have failed. */
async function runAll(session: Session, deck: readonly CheckerConfig[], total: number): Promise<number> {
  let next = 0;
  let failures = 0;
  const work = async (): Promise<void> => {
    while (next < total) {
      // 7 and the size of the deck have no divisor in common.
      const config = deck[(next * 7) % deck.length];
      next += 1;
      if (config !== undefined && (await session.run(config)).kind === "failure") failures += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return failures;
}

/** Of the heap and of buffers outside of it. */
function usedMemory(): number {
  if (typeof collectGarbage === "function") collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Sockets of Node's own are closed a turn of the event loop later. */
async function settled(): Promise<number> {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return openDescriptors();
}
