import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { elapsed, instant, toMilliseconds } from "../../src/base/time.ts";
import { attachDoor, PortDoors, Topology, type DaemonProgram, type DoorPlan } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { browserObstacle, openBrowser, Visitor } from "./browser.ts";

// The page of real nodes: what they do is seen on it, soon, with the right reason.

const port = 9650;
const names = ["node1", "node2"] as const;

/** A browser that paints keeps the processors busy: the daemons go before it. */
function configuration(state: string, priority: number): string {
  return `global_defs {
    vrrp_rt_priority 10
}
vrrp_instance VI_1 {
    state ${state}
    interface eth0
    virtual_router_id 51
    version 3
    priority ${priority}
    advert_int 0.1
    virtual_ipaddress {
        192.0.2.100/24
    }
}
`;
}

/** Each node has a name of its own, as every machine has. */
function named(name: string): DaemonProgram {
  const script = 'hostname "$0"; exec "$@"';
  return ["unshare", "--uts", "sh", "-c", script, name, ...holdfast.daemon];
}

void describe("the page of two nodes", { skip: browserObstacle() || (await reasonToSkip()) }, () => {
  let lab: Topology;
  let doors: PortDoors;

  before(async () => {
    const build = spawnSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))]);
    assert.equal(build.status, 0, String(build.stderr));
    lab = await Topology.open({
      nodes: {
        node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
        node2: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
      },
    });
    doors = await PortDoors.open(names);
    const { directory } = doors.plan;
    await Promise.all(names.map(async (name) => attachDoor(lab.node(name), port, directory)));
    await Promise.all(
      names.map(async (name) => {
        const node = lab.node(name);
        node.files.write(
          "keepalived.conf",
          configuration(name === "node1" ? "MASTER" : "BACKUP", name === "node1" ? 200 : 100),
        );
        const daemon = await node.startDaemon({ program: named(name), options: optionsOf(name, doors.plan) });
        await daemon.awaitLog(/Listening for HTTP/u);
      }),
    );
  });
  after(async () => {
    doors?.close();
    await lab?.close();
  });

  void test("shows a fail-over within a second of its happening, and why", async (context) => {
    const browser = await openBrowser();
    const visitor = await Visitor.open(browser, `http://127.0.0.1:${doors.plan.ports["node2"] ?? 0}`);
    const { page } = visitor;
    // Also when it ends before its end: what was seen last.
    context.after(async () => {
      await visitor.shoot("live-last");
      await browser.close();
    });
    const [first, second] = [lab.node("node1"), lab.node("node2")];
    await page.locator(".health-sentence", { hasText: "The address is held by node1." }).waitFor();
    await page.locator(".node-live").nth(1).waitFor();

    const taken = second.daemon.awaitLog(/\(VI_1\) Entering MASTER STATE/u, second.daemon.mark);
    const seen = page.evaluate<number>(momentOf("held by node2"));
    await first.daemon.kill();
    const delay = (await seen) - toMilliseconds(elapsed(instant(0), (await taken).time));
    context.diagnostic(`shown ${delay.toFixed(0)} ms after node2 has become master`);
    assert.ok(delay < 1_000, `shown after ${delay} ms`);
    const failOver = /fail-over of VI_1 from node1 to node2 after \d+ ms: no advert from 192\.0\.2\.1 for 0\.\d+ s/u;
    await page.getByText(failOver).first().waitFor();
    await page.getByText("but node1 has not been heard for").waitFor();
    await visitor.shoot("live-fail-over");

    await first.removeLeftovers();
    await first.startDaemon({ program: named("node1"), options: optionsOf("node1", doors.plan) });
    // On a busy machine it may have moved once more since.
    const takeOver = /take-over by priority of VI_1 from node2 to node1/u;
    await page.getByText(takeOver).first().waitFor();
    await page.locator(".health-sentence", { hasText: "The address is held by node1." }).waitFor();
    await page.locator(".router-row").click({ position: { x: 60, y: 20 } });
    const details = page.getByRole("complementary", { name: "About VI_1" });
    await details.getByText("192.0.2.100", { exact: true }).waitFor();
    await details.getByRole("rowheader", { name: "192.0.2.1" }).waitFor();
    await visitor.shoot("live-details");

    const { sum, sources } = await visitor.shifts();
    assert.equal(sum, 0, `shifted: ${sources.join(", ")}`);
    // That it cannot reach a node is said by the browser itself.
    assert.deepEqual(
      visitor.complaints.filter((text) => !/Failed to load resource: net::ERR_/u.test(text)),
      [],
    );
  });
});

/** The page of one node knows the other's. */
function optionsOf(name: string, { ports }: DoorPlan): readonly string[] {
  const others = names.filter((other) => other !== name);
  return [
    "--http",
    String(port),
    ...others.flatMap((other) => ["--peer-url", `http://127.0.0.1:${ports[other] ?? 0}`]),
  ];
}

/** Text for the page: resolves with the time, in milliseconds, at which it first says that of the router. */
function momentOf(text: string): string {
  return `new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector(".who-holder")?.textContent.startsWith(${JSON.stringify(text)})) return;
      observer.disconnect();
      resolve(performance.timeOrigin + performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    look();
  })`;
}
