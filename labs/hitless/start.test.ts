import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, test, type TestContext } from "node:test";

import {
  elapsed,
  later,
  microseconds,
  milliseconds,
  printDuration,
  times,
  type Duration,
} from "../../src/base/time.ts";
import { Topology } from "../../src/lab/index.ts";
import { summarise } from "../failover-time/statistics.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// How soon a process is at its work. What Node.js itself needs to start is most of it, and depends on the machine:
// where it is slow, the limits grow with it.

const rounds = 7;

/** From the start of a vrrp process until it could take a configuration. */
const child = { limit: milliseconds(150), startsOfNode: 3 };

/** From the start of the daemon to the first advert of an address owner: two processes, one behind the other. */
const owner = { limit: milliseconds(250), startsOfNode: 6 };

describe("start", { skip: await reasonToSkip() }, () => {
  test("a vrrp process answers", async (context) => {
    const bare: Duration[] = [];
    const answers: Duration[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await startOfNode());
      answers.push(await startOfChild());
    }
    judge(context, "from exec to the answer of a vrrp process", answers, bare, child);
  });

  test("an address owner advertises", async (context) => {
    const eth0 = { addresses: ["192.0.2.1/24"] };
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0 } } } });
    context.after(async () => lab.close());
    const node = lab.node("node1");
    const wire = await lab.capture();
    node.files.write("keepalived.conf", configuration);
    const bare: Duration[] = [];
    const adverts: Duration[] = [];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await startOfNode());
      const daemon = await node.startDaemon({ program: holdfast.daemon });
      // A shell has said so right before it became the daemon.
      const started = daemon.log[0]?.time ?? assert.fail();
      const { time } = await wire.awaitAdvert({ vrid: 51 }, later(started, milliseconds(1)));
      adverts.push(elapsed(started, time));
      await daemon.awaitLog(/Startup complete/u);
      await daemon.stop();
    }
    judge(context, "from exec of the daemon to the first advert of an owner", adverts, bare, owner);
  });
});

async function startOfNode(): Promise<Duration> {
  const started = process.hrtime.bigint();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return since(started);
}

async function startOfChild(): Promise<Duration> {
  const [node, ...words] = holdfast.daemon;
  const env = { ...process.env, HOLDFAST_ROLE: "vrrp" };
  const started = process.hrtime.bigint();
  const vrrp = spawn(node, words, { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const [message] = await once(vrrp, "message");
  const duration = since(started);
  assert.deepEqual(message, { kind: "loaded" });
  vrrp.disconnect();
  await once(vrrp, "exit");
  return duration;
}

function since(start: bigint): Duration {
  return microseconds(Number((process.hrtime.bigint() - start) / 1_000n));
}

/** What a quarter stays within: others on the machine only ever add to a time. */
function quickQuarter(values: readonly Duration[]): Duration {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? assert.fail("nothing was measured");
}

function judge(
  context: TestContext,
  title: string,
  values: readonly Duration[],
  bare: readonly Duration[],
  { limit, startsOfNode }: typeof child,
): void {
  const { median, max } = summarise(values);
  const [quick, node] = [quickQuarter(values), quickQuarter(bare)];
  const all = [quick, median, max].map(printDuration).join(", ");
  context.diagnostic(`${title}: a quarter within, half within, longest: ${all}; Node.js alone ${printDuration(node)}`);
  const allowed = Math.max(limit, times(node, startsOfNode));
  assert.ok(quick <= allowed, `${title} takes ${printDuration(quick)}`);
}

const configuration = `
vrrp_instance VI_1 {
    version 3
    interface eth0
    virtual_router_id 51
    priority 255
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.100
    }
}
`;
