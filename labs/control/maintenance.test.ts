import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { type Duration, elapsed, later, milliseconds, seconds, toMilliseconds } from "../../src/base/time.ts";
import { type LabNode, type Owners, Topology, wallClock } from "../../src/lab/index.ts";
import { address, type Router, Trio } from "../handover/trio.ts";
import { holdfast, type LabProgram, reasonToSkip, reference } from "../programs.ts";
import { run } from "./run.ts";

// A master is put into maintenance: its peer is master before the address leaves, or nothing happens.

const instance = (interval: string, more = "", name = "VI_1", vrid = 51, own = address): string => `
vrrp_instance ${name} {
    version 3
    state BACKUP
    nopreempt
    interface eth0
    virtual_router_id ${vrid}
    priority 100
    advert_int ${interval}
    ${more}
    virtual_ipaddress {
        ${own}
    }
}
`;

async function open(
  context: TestContext,
  programs: readonly [LabProgram, LabProgram],
  configuration: string,
): Promise<Trio> {
  const trio = await Trio.open(programs, configuration);
  context.after(async () => trio.close());
  return trio;
}

/** What one node's observer may tell later than the other's: less than the next advert of either would take. */
const delay = milliseconds(200);

/** The address came to the successor before it left this node. */
function assertMakeBeforeBreak(owners: Owners, since: number, from: LabNode, to: LabNode): void {
  const changes = owners.timeline(address).filter(({ time }) => time >= since);
  const made = changes.find(({ node, held }) => node === to.name && held);
  const broken = changes.find(({ node, held }) => node === from.name && !held);
  assert.ok(made !== undefined && broken !== undefined, JSON.stringify(changes));
  assert.ok(made.time < later(broken.time, delay), JSON.stringify(changes));
}

async function maintain(
  trio: Trio,
  { master, backup }: { readonly master: Router; readonly backup: Router },
): Promise<Duration> {
  const begun = wallClock();
  const said = await run(master.node, "maintenance", "on", "VI_1", "--reason", "new kernel");
  assert.equal(said.status, 0, said.text);
  assert.match(said.text, /^Maintenance of VI_1 begins, until it is switched off \(by \w+: new kernel\)$/u);
  await trio.owners.awaitHolders(address, [backup.node.name]);
  assertMakeBeforeBreak(trio.owners, begun, master.node, backup.node);
  const gap = await trio.gapSince(begun, backup);
  const mark = master.node.daemon.mark;
  assert.deepEqual(await run(master.node, "maintenance", "off", "VI_1"), {
    status: 0,
    text: "Maintenance of VI_1 is over",
  });
  await master.node.daemon.awaitLog(/Entering BACKUP STATE/u, mark);
  return gap;
}

describe("maintenance", { concurrency: 3, skip: await reasonToSkip() }, () => {
  test("a Holdfast peer is master before the address leaves, and nobody misses it", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("0.1"));
    const gaps: number[] = [];
    for (let round = 0; round < 3; round += 1) gaps.push(toMilliseconds(await maintain(trio, trio.roles)));
    context.diagnostic(`gaps, ms: ${gaps.join(" ")}`);
    assert.equal(gaps.toSorted((a, b) => a - b)[1], 0);
  });

  test("so is a C Keepalived peer", async (context) => {
    const trio = await open(context, [holdfast, reference], instance("1"));
    const gap = await maintain(trio, trio.roles);
    context.diagnostic(`gap, ms: ${toMilliseconds(gap)}`);
    // The skew alone is 609 ms; from its first advert to its announcement C Keepalived takes what a busy machine gives
    // it.
    assert.ok(gap < milliseconds(500), `${gap}`);
  });

  test("alone it is refused: the address has never left, and adverts go on", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("0.1"));
    const { master, backup } = trio.roles;
    await backup.node.daemon.kill();
    const begun = wallClock();
    const said = await run(master.node, "maintenance", "on", "VI_1");
    assert.deepEqual(said, {
      status: 1,
      text: "no router took over VI_1 within 0.499609 s; --force hands it over to nobody",
    });
    assert.deepEqual(
      trio.owners.timeline(address).filter(({ time }) => time >= begun),
      [],
    );
    assert.deepEqual(trio.owners.holders(address), [master.node.name]);
    assert.equal((await run(master.node, "maintenance", "off")).text, "nothing is in maintenance");
    const forced = await run(master.node, "maintenance", "on", "--force");
    assert.equal(forced.status, 0, forced.text);
    await trio.owners.awaitHolders(address, []);
  });

  test("it survives a reload, the death of the VRRP process, of the daemon, and a restart", async (context) => {
    const trio = await open(context, [holdfast, holdfast], instance("0.1"));
    const { master, backup } = trio.roles;
    const { node } = master;
    assert.equal((await run(node, "maintenance", "on")).status, 0);
    await trio.owners.awaitHolders(address, [backup.node.name]);
    await backup.node.daemon.kill();
    const silent = wallClock();
    let mark = node.daemon.mark;
    node.daemon.reload();
    await node.daemon.awaitLog(/Reload complete/u, mark);
    mark = node.daemon.mark;
    await kill(node, "vrrp");
    await node.daemon.awaitLog(/Entering FAULT STATE/u, mark);
    await kill(node, "supervisor");
    await (await node.startDaemon({ program: holdfast.daemon })).awaitLog(/Taken over from process/u);
    await node.daemon.kill();
    await (await node.startDaemon({ program: holdfast.daemon })).awaitLog(/Entering FAULT STATE/u);
    await node.daemon.stop();
    await (await node.startDaemon({ program: holdfast.daemon })).awaitLog(/Entering FAULT STATE/u);
    const status = await run(node, "status", "--json");
    assert.match(status.text, /"maintenance": \{/u);
    const shown = await run(node, "status", "VI_1");
    assert.match(shown.text, /maintenance/u);
    assert.deepEqual(
      trio.owners.timeline(address).filter(({ time, node: where }) => time >= silent && where === node.name),
      [],
    );
    assert.ok(elapsed(silent, wallClock()) > milliseconds(500), "it had the time to become master");
    assert.equal((await run(node, "maintenance", "off")).status, 0);
    await node.daemon.awaitLog(/Entering MASTER STATE/u);
  });

  test("it ends at its time, and a sync group goes as one", async (context) => {
    const group = "vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n";
    const second = instance("0.1", "", "VI_2", 52, "192.0.2.200");
    const lab = await Topology.open({
      nodes: Object.fromEntries(
        [1, 2].map((number) => [`node${number}`, { interfaces: { eth0: { addresses: [`192.0.2.${number}/24`] } } }]),
      ),
    });
    context.after(async () => lab.close());
    const nodes = [lab.node("node1"), lab.node("node2")] as const;
    for (const node of nodes) {
      node.files.write("keepalived.conf", group + instance("0.1") + second);
      const daemon = await node.startDaemon({ program: holdfast.daemon });
      await daemon.awaitLog(node === nodes[0] ? /Entering MASTER STATE/u : /Entering BACKUP STATE/u);
    }
    const [one, two] = nodes;
    const mark = two.daemon.mark;
    const begun = wallClock();
    const said = await run(one, "maintenance", "on", "G", "--for", "1s");
    assert.match(said.text, /^Maintenance of G begins, until 20.*Z \(by \w+\)$/u);
    await two.daemon.awaitLog(/VRRP_Group\(G\) Syncing instances to MASTER state/u, mark);
    const over = await one.daemon.awaitLog(/Maintenance of G has come to its time/u);
    const lasted = elapsed(begun, over.time);
    assert.ok(lasted >= seconds(1) && lasted < seconds(10), `${lasted} us`);
    await one.daemon.awaitLog(/VRRP_Group\(G\) Syncing instances to BACKUP state/u);
  });
});

/** SIGKILL to one process of the daemon. */
async function kill(node: LabNode, name: "supervisor" | "vrrp"): Promise<void> {
  const { text } = await run(node, "status", "--json");
  const pid = new RegExp(`"name": "${name}",\\s*"pid": (\\d+)`, "u").exec(text)?.[1];
  assert.ok(pid !== undefined, text);
  await node.run(["kill", "-KILL", pid]);
}
