import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { seconds, sum } from "../../src/base/time.ts";
import { type LabNode, sourceProgram, Topology, usualPatience } from "../../src/lab/index.ts";
import type { StatusDocument } from "../../src/status/live/status-document.ts";
import { holdfast, reasonToSkip } from "../programs.ts";

// What a daemon says of the others on its segment, when nearly everything is wrong that can be.

const socket = "/run/holdfast/lab.sock";

/** Two down intervals of nearly four seconds each come first. */
const patience = sum(seconds(8), usualPatience);

const instance = (name: string, vrid: number, body: string, addresses: readonly string[]): string => `
vrrp_instance ${name} {
    interface eth0
    virtual_router_id ${vrid}
    ${body}
    virtual_ipaddress {
        ${addresses.join("\n        ")}
    }
}
`;

const quick = (priority: number): string => `version 3\n priority ${priority}\n advert_int 0.1`;
const guarded = (password: string): string =>
  `version 2\n priority 100\n advert_int 1\n authentication {\n auth_type PASS\n auth_pass ${password}\n }`;

const here = [
  instance("GUARDED", 51, guarded("sesame"), ["192.0.2.151"]),
  instance("LISTED", 52, quick(50), ["192.0.2.152", "192.0.2.153"]),
  instance("SHARED", 53, quick(50), ["192.0.2.154"]),
].join("");

const there = [
  instance("GUARDED", 51, guarded("simsala"), ["192.0.2.151"]),
  instance("LISTED", 52, quick(100), ["192.0.2.152"]),
  instance("OTHERS", 53, quick(100), ["192.0.2.199"]),
  instance("FOREIGN", 60, quick(100), ["192.0.2.160"]),
].join("");

/** One question to the status socket, asked by a program on the node. */
async function statusOf(node: LabNode): Promise<StatusDocument> {
  const client = `
    const socket = require("net").connect(${JSON.stringify(socket)});
    socket.end('{"id":1,"method":"status"}\\n');
    socket.pipe(process.stdout);`;
  const text = await node.run([process.execPath, "-e", client]);
  const [first = ""] = text.split("\n");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the daemon has said is judged below
  return (JSON.parse(first) as { readonly status: StatusDocument }).status;
}

describe("what is known of others", { skip: await reasonToSkip() }, () => {
  test("peers, strangers and warnings, with the other side's address", async (context) => {
    const [node1, node2, node3] = [1, 2, 3].map((host) => ({
      interfaces: { eth0: { addresses: [`192.0.2.${host}/24`] } },
    }));
    assert.ok(node1 !== undefined && node2 !== undefined && node3 !== undefined);
    const lab = await Topology.open({ nodes: { node1, node2, node3 } });
    context.after(async () => lab.close());
    lab.node("node1").files.write("keepalived.conf", here);
    lab.node("node2").files.write("keepalived.conf", there);
    await lab.node("node2").startDaemon({ program: holdfast.daemon });
    const daemon = await lab.node("node1").startDaemon({ program: holdfast.daemon, options: ["--socket", socket] });
    const speaker = sourceProgram(new URL("carp-speaker-main.ts", import.meta.url));
    lab.node("node3").spawn([...speaker, "192.0.2.3", "52", "7"]);
    await Promise.all(
      [
        /\(GUARDED\) WARNING - No advert of 192\.0\.2\.2 .* its password is wrong/u,
        /\(GUARDED\) WARNING - Split brain: GUARDED is master here, and 192\.0\.2\.2 is master as well/u,
        /\(LISTED\) WARNING - 192\.0\.2\.2 advertises other addresses for LISTED: it lacks 192\.0\.2\.153/u,
        /\(LISTED\) WARNING - 192\.0\.2\.3 speaks CARP with vhid 52/u,
        /\(SHARED\) WARNING - 192\.0\.2\.2 uses VRID 53 .*192\.0\.2\.199/u,
        /CARP with vhid 7 received from 192\.0\.2\.3/u,
      ].map(async (line) => daemon.awaitLog(line, 0, patience)),
    );

    const { instances, warnings, strangers, measures } = await statusOf(lab.node("node1"));
    assert.deepEqual(warnings.map(({ subject, kind, other }) => `${subject} ${kind} ${other ?? ""}`).toSorted(), [
      "GUARDED adverts-rejected 192.0.2.2",
      "GUARDED split-brain 192.0.2.2",
      "LISTED address-list-differs 192.0.2.2",
      "LISTED carp 192.0.2.3",
      "SHARED vrid-conflict 192.0.2.2",
    ]);
    assert.deepEqual(strangers.map(({ protocol, vrid, source }) => `${protocol} ${vrid} ${source}`).toSorted(), [
      "carp 52 192.0.2.3",
      "carp 7 192.0.2.3",
      "vrrp 60 192.0.2.2",
    ]);
    const [guardedHere, listed, shared] = instances;
    assert.deepEqual(
      [guardedHere, listed, shared].map((each) => [each?.state, each?.peers.map(({ source }) => source)]),
      [
        ["master", ["192.0.2.2"]],
        ["backup", ["192.0.2.2"]],
        ["backup", ["192.0.2.2"]],
      ],
    );
    const [rejected] = guardedHere?.peers ?? [];
    assert.deepEqual(
      [rejected?.adverts, rejected?.priority, rejected?.lastRejection?.reason],
      [0, undefined, "password"],
    );
    const [master] = listed?.peers ?? [];
    assert.deepEqual(
      [master?.priority, master?.protocol, master?.interval, master?.checksumForm, master?.missing],
      [100, 3, 100_000, "pseudo-header", ["192.0.2.153"]],
    );
    assert.ok((master?.adverts ?? 0) >= 20);
    assert.deepEqual(listed?.master, { address: "192.0.2.2", priority: 100 });
    for (const measure of [measures.advertGap, measures.timerLateness]) {
      assert.ok(measure.counts.some((count) => count > 0) && measure.sum > 0);
    }
  });
});
