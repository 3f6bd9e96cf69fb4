import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";

import { seconds } from "../../src/base/time.ts";
import { type LabNode, type NodeSpec, type Program, sourceProgram, Topology, wallClock } from "../../src/lab/index.ts";
import { holdfast, programs, reasonToSkip } from "../programs.ts";
import { instance } from "./instance.ts";
import { type ReceivedMail, unknownRecipient } from "./relay.ts";

// Mails on a real way to a real relay, next to those of the reference.

const nodeSpec = (host: number): NodeSpec => ({ interfaces: { eth0: { addresses: [`192.0.2.${host}/24`] } } });

const configuration = `
global_defs {
    router_id R1
    notification_email {
        root@example.com
        admin@example.org
    }
    notification_email_from keeper@example.com
    smtp_server 192.0.2.9 2525
    smtp_helo_name node1.example.com
    smtp_connect_timeout 10
    smtp_alert_vrrp on
}
vrrp_sync_group VG {
    group {
        VI_2
    }
}
`;
const quiet = instance("VI_3", 53, "    smtp_alert off");
const all = configuration + instance("VI_1", 51, "    notify_deleted") + instance("VI_2", 52, "") + quiet;

/** The way of the mails is eth0: what fails is eth1. */
const withSecond: NodeSpec = {
  interfaces: { eth0: { addresses: ["192.0.2.1/24"] }, eth1: { addresses: ["198.51.100.1/24"] } },
};

async function open(context: TestContext): Promise<readonly [LabNode, LabNode, Topology]> {
  const lab = await Topology.open({ nodes: { node1: withSecond, node2: nodeSpec(9) } });
  context.after(async () => lab.close());
  return [lab.node("node1"), lab.node("node2"), lab];
}

async function openRelay(node: LabNode): Promise<Program> {
  const relay = node.spawn(sourceProgram(new URL("relay-main.ts", import.meta.url)));
  await relay.awaitLine(/^relay is ready$/u);
  return relay;
}

function mails(relay: Program): readonly ReceivedMail[] {
  const lines = relay.lines.map(({ text }) => text).filter((text) => text.startsWith("{"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the relay's own lines
  return lines.map((line) => JSON.parse(line) as ReceivedMail);
}

describe("mails", { concurrency: 4, skip: await reasonToSkip() }, () => {
  for (const program of programs) {
    test(`of ${program.name}`, async (context) => {
      const [node, other] = await open(context);
      const relay = await openRelay(other);
      node.files.write("keepalived.conf", all);
      const daemon = await node.startDaemon({ program: program.daemon });
      for (const name of ["Instance VI_1", "Instance VI_2", "Group VG"]) {
        await relay.awaitLine(new RegExp(`${name} - Entering BACKUP state`, "u"));
        await relay.awaitLine(new RegExp(`${name} - Entering MASTER state`, "u"));
      }
      const mark = daemon.mark;
      node.files.write("keepalived.conf", configuration + instance("VI_2", 52, "") + quiet);
      daemon.reload();
      await relay.awaitLine(/VI_1 - Deleted/u);
      await daemon.awaitLog(/SMTP alert successfully sent\./u, mark);
      await daemon.stop();

      const received = mails(relay);
      assert.deepEqual(received.map(({ headers, body }) => `${headers["Subject"]}: ${body}`).sort(), [
        "[R1] VRRP Group VG - Entering BACKUP state: => All VRRP group instances are now in BACKUP state <=",
        "[R1] VRRP Group VG - Entering MASTER state: => All VRRP group instances are now in MASTER state <=",
        "[R1] VRRP Instance VI_1 - Deleted: => VRRP Deleted at reload <=",
        "[R1] VRRP Instance VI_1 - Entering BACKUP state: => VRRP Instance is no longer owning VRRP VIPs <=",
        "[R1] VRRP Instance VI_1 - Entering MASTER state: => VRRP Instance is now owning VRRP VIPs <=",
        "[R1] VRRP Instance VI_2 - Entering BACKUP state: => VRRP Instance is no longer owning VRRP VIPs <=",
        "[R1] VRRP Instance VI_2 - Entering MASTER state: => VRRP Instance is now owning VRRP VIPs <=",
      ]);
      for (const { greeted, sender, recipients, headers } of received) {
        assert.deepEqual(
          [greeted, sender, recipients],
          ["node1.example.com", "keeper@example.com", ["root@example.com", "admin@example.org"]],
        );
        assert.deepEqual(
          [headers["From"], headers["To"], headers["X-Mailer"]],
          ["keeper@example.com", "root@example.com, admin@example.org", "Keepalived"],
        );
        assert.ok(!Number.isNaN(Date.parse(headers["Date"] ?? "")));
      }
    });
  }

  test("a relay that nobody answers for delays no advert, and is told", async (context) => {
    const [node, , lab] = await open(context);
    const lonely = all.replace("192.0.2.9 2525", "192.0.2.77 2525").replace("timeout 10", "timeout 3");
    const wire = await lab.capture();
    node.files.write("keepalived.conf", lonely);
    const begin = wallClock();
    const daemon = await node.startDaemon({ program: holdfast.daemon });
    await daemon.awaitLog(
      /SMTP alert "\[R1\] VRRP Instance VI_1 - Entering MASTER state" not sent: Error connecting SMTP server \[192\.0\.2\.77\]:2525/u,
    );
    const adverts = wire.adverts({ vrid: 51 }).filter(({ time }) => time > begin);
    assert.ok(adverts.length > 5);
    // A loop that waited for the relay would be held for three seconds.
    for (const [index, advert] of adverts.entries()) {
      const next = adverts[index + 1];
      if (next !== undefined) assert.ok(next.time - advert.time < seconds(2.5));
    }
    await daemon.stop();
  });

  test("a recipient that the relay refuses does not keep the others from their mail; without faults", async (context) => {
    const [node, other] = await open(context);
    const relay = await openRelay(other);
    const tracking = instance("VI_1", 51, "    track_interface {\n        eth1\n    }");
    const text = configuration
      .replace("admin@example.org", unknownRecipient)
      .replace("router_id R1", "no_email_faults");
    node.files.write("keepalived.conf", text + instance("VI_2", 52, "") + tracking + quiet);
    const daemon = await node.startDaemon({ program: holdfast.daemon });
    await relay.awaitLine(/VI_1 - Entering MASTER state/u);
    const mark = relay.mark;
    await node.cutLink("eth1");
    await daemon.awaitLog(/\(VI_1\) Entering FAULT STATE/u);
    await node.restoreLink("eth1");
    await relay.awaitLine(/VI_1 - Entering MASTER state/u, mark);
    await daemon.stop();
    const refused = /SMTP alert ".*" not sent to unknown@example\.com: refused/u;
    assert.ok(daemon.log.some(({ text: line }) => refused.test(line)));
    const received = mails(relay);
    assert.ok(received.every(({ recipients }) => recipients.join(" ") === "root@example.com"));
    assert.ok(!received.some(({ headers }) => headers["Subject"]?.includes("FAULT")));
  });
});
