import assert from "node:assert/strict";
import { readFileSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";

import { toMilliseconds } from "../../src/base/time.ts";
import { type LabNode, Owners, Topology, usualPatience } from "../../src/lab/index.ts";
import { holdfast, type LabProgram, reasonToSkip, reference } from "../programs.ts";
import { skippedLines, skippedSections, withoutTime } from "./differences.ts";

// The files that signals ask for, field by field as C Keepalived writes them for the same configuration and state.

const configuration = `
global_defs {
    router_id LAB
    script_user root
    enable_script_security
    notification_email {
        root@localhost
    }
    notification_email_from lab@example.com
    smtp_server 127.0.0.1
    vrrp_garp_master_repeat 2
    max_auto_priority -1
}
vrrp_script fails {
    script "/bin/false with words"
    interval 1
    timeout 2
}
vrrp_script works {
    script "/bin/true"
    interval 1
    timeout 2
    rise 2
    fall 3
    weight 5
}
track_file flag {
    file /etc/keepalived/flag
    weight 2
}
track_file absent {
    file /etc/keepalived/absent
    weight 0
}
vrrp_sync_group G1 {
    group {
        VI_1
        VI_2
    }
    notify_master "/bin/true group"
}
vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 150
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass secret12
    }
    virtual_ipaddress {
        192.0.2.100/24 label eth0:1
        192.0.2.101
    }
    virtual_ipaddress_excluded {
        192.0.2.102/24 brd 192.0.2.255
        2001:db8::1/64
    }
    virtual_routes {
        198.51.100.0/24 via 192.0.2.254 dev eth0
    }
    notify_master "/bin/true master"
    notify_backup "/bin/true backup" nobody
    notify "/bin/true any"
}
vrrp_instance VI_2 {
    interface eth0
    virtual_router_id 52
    priority 100
    advert_int 0.5
    version 3
    nopreempt
    garp_master_delay 1
    garp_master_refresh 60
    unicast_src_ip 192.0.2.1
    unicast_peer {
        192.0.2.77 min_ttl 3
        192.0.2.78
    }
    virtual_ipaddress {
        192.0.2.110/24
    }
}
vrrp_instance VI_3 {
    interface eth0
    virtual_router_id 53
    priority 90
    track_script {
        fails
    }
    virtual_ipaddress {
        fe80::1:1/64
        2001:db8::10/64
    }
}
vrrp_instance VI_4 {
    state BACKUP
    interface eth0
    virtual_router_id 54
    version 3
    priority 100
    advert_int 0.5
    preempt_delay 100
    skip_check_adv_addr
    track_script {
        works
    }
    track_file {
        flag weight 3
        absent
    }
    virtual_ipaddress {
        192.0.2.130/24
    }
}
`;

const peerConfiguration = `
vrrp_instance VI_4 {
    interface eth0
    virtual_router_id 54
    version 3
    priority 200
    advert_int 0.7
    virtual_ipaddress {
        192.0.2.130/24
    }
}
`;

/** By VI_1 and VI_2. */
const heldByMasters = ["192.0.2.100", "192.0.2.101", "192.0.2.102", "2001:db8::1", "192.0.2.110"];

const names = ["keepalived.data", "keepalived_parent.data", "keepalived.stats", "keepalived.json"] as const;
type Files = Readonly<Record<(typeof names)[number], string>>;
type Dumped = { readonly files: Files; readonly modes: readonly number[]; readonly cleared: string };

/** The files of one program, once it is master of two, in fault with one and backup of one instance. */
async function filesOf(context: TestContext, { daemon: program }: LabProgram): Promise<Dumped> {
  const lab = await Topology.open({
    nodes: {
      node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24", "fe80::1/64"] } } },
      peer: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
    },
  });
  context.after(async () => lab.close());
  const peer = lab.node("peer");
  peer.files.write("keepalived.conf", peerConfiguration);
  const master = await peer.startDaemon({ program: reference.daemon });
  await master.awaitLog(/\(VI_4\) Entering MASTER STATE/u);

  const node = lab.node("node1");
  const owners = await Owners.watch([node]);
  node.files.write("keepalived.conf", configuration);
  node.files.write("flag", "7\n");
  const daemon = await node.startDaemon({ program: ["/usr/bin/env", "TMPDIR=/etc/keepalived", ...program] });
  await Promise.all([
    daemon.awaitLog(/\(VI_4\) advertisement interval updated from (?:500ms to 700ms|0.5 to 0.7 sec)/u),
    ...heldByMasters.map(async (address) => owners.awaitOwner(address, "node1")),
    daemon.awaitLog(/Script `fails` now returning 1/u),
  ]);

  const [pid] = daemon.processes;
  assert.ok(pid !== undefined);
  const complete = awaitFiles(node, (read) => {
    const text = read("keepalived.json");
    return isJson(text) && read("keepalived_parent.data").includes("umask") && read("keepalived.data") !== "";
  });
  for (const signal of [usr1, usr2, json]) {
    const mark = daemon.mark;
    process.kill(pid, signal);
    await daemon.awaitLog(/Printing VRRP .* on signal/u, mark);
  }
  await complete;
  const files = readAll(node);
  const modes = names.map((name) => statSync(join(node.files.path, name)).mode & 0o777);

  const isCleared = awaitFiles(node, (read) => /Became master: 0/u.test(read("keepalived.stats").slice(0, 150)));
  for (const signal of [statisticsClear, usr2]) {
    const mark = daemon.mark;
    process.kill(pid, signal);
    await daemon.awaitLog(/Printing .*VRRP stats .* on signal/u, mark);
  }
  await isCleared;
  const cleared = readAll(node)["keepalived.stats"];
  await daemon.stop();
  return { files, modes, cleared };
}

const usr1 = 10;
const usr2 = 12;
/** SIGRTMIN+2 and SIGRTMAX-1 of glibc. */
const json = 36;
const statisticsClear = 63;

/** Settles when a change of the directory has made `isDone` true. */
async function awaitFiles(node: LabNode, isDone: (read: (name: string) => string) => boolean): Promise<void> {
  const read = (name: string): string => textOf(join(node.files.path, name));
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(node.files.path, () => {
      if (isDone(read)) finish(resolve);
    });
    const overdue = setTimeout(
      () => finish(() => reject(new Error("the files are not written"))),
      toMilliseconds(usualPatience),
    );
    const finish = (settle: () => void): void => {
      clearTimeout(overdue);
      watcher.close();
      settle();
    };
  });
}

function readAll(node: LabNode): Files {
  const entries = names.map((name) => [name, textOf(join(node.files.path, name))] as const);
  const files: Partial<Record<string, string>> = Object.fromEntries(entries);
  const of = (name: string): string => files[name] ?? "";
  return {
    "keepalived.data": of("keepalived.data"),
    "keepalived_parent.data": of("keepalived_parent.data"),
    "keepalived.stats": of("keepalived.stats"),
    "keepalived.json": of("keepalived.json"),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function isJson(text: string): boolean {
  try {
    return JSON.parse(text) !== undefined;
  } catch {
    return false;
  }
}

/** The lines that can be compared. */
function comparable(text: string): readonly string[] {
  let isSkipped = false;
  return text.split("\n").flatMap((line) => {
    const [, title] = /^------< (.*) >------$/u.exec(line) ?? [];
    if (title !== undefined) isSkipped = skippedSections.some(({ what }) => what.test(title));
    if (isSkipped || skippedLines.some(({ what }) => what.test(line))) return [];
    return [withoutTime(line)];
  });
}

/** The text of a JSON file with what differs from run to run made the same. */
function comparableJson(text: string): string {
  return text
    .replaceAll(/"last_transition":\d{10}\.\d{6}/gu, '"last_transition":0')
    .replaceAll(/"auth_data":"[^"]*"/gu, '"auth_data":"********"')
    .replaceAll(/"(advert_(?:sent|rcvd))":[1-9]\d*/gu, '"$1":1');
}

describe("files on request", { concurrency: 2, skip: await reasonToSkip() }, () => {
  test("are those of the reference, field by field", async (context) => {
    const [theirs, ours] = await Promise.all([filesOf(context, reference), filesOf(context, holdfast)]);

    assert.deepEqual(comparable(ours.files["keepalived.data"]), comparable(theirs.files["keepalived.data"]));
    const parents = [ours, theirs].map(({ files }) => comparable(files["keepalived_parent.data"]));
    assert.deepEqual(parents[0], parents[1]);
    const counts = [ours, theirs].map(({ files }) => files["keepalived.stats"].replaceAll(/: [1-9]\d*/gu, ": some"));
    assert.equal(counts[0], counts[1]);
    assert.equal(comparableJson(ours.files["keepalived.json"]), comparableJson(theirs.files["keepalived.json"]));

    assert.ok(!/secret12/u.test(Object.values(ours.files).join("")), "no secret leaves the process");
    assert.deepEqual(ours.modes, [0o600, 0o600, 0o600, 0o600]);
    assert.deepEqual(ours.modes, theirs.modes);
    for (const { cleared } of [ours, theirs]) assert.match(cleared, /Became master: 0/u);
  });
});
