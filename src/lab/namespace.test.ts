import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { seconds } from "../base/time.ts";
import { ConfigurationDirectory } from "./files.ts";
import { NetworkNamespace } from "./namespace.ts";
import { labObstacle } from "./privilege.ts";
import { descendants } from "./process-tree.ts";
import { CommandError } from "./command.ts";

describe("NetworkNamespace", { skip: labObstacle() ?? false }, () => {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-namespace-"));
  const files = new ConfigurationDirectory(join(directory, "etc"));
  let namespace: NetworkNamespace;
  before(async () => {
    namespace = await NetworkNamespace.open(join(directory, "scratch"), files.path);
  });
  after(async () => {
    await namespace.close();
    rmSync(directory, { recursive: true });
  });

  test("has a network, processes and files of its own", async () => {
    assert.deepEqual(await namespace.addresses(), []);
    files.write("keepalived.conf", "global_defs\n");
    assert.equal(await namespace.run(["cat", "/etc/keepalived/keepalived.conf"]), "global_defs\n");
    files.remove("keepalived.conf");
    // mount(8) itself may keep a directory in /run.
    assert.match(
      await namespace.run(["ls", "/etc/keepalived", "/run"]),
      /^\/etc\/keepalived:\n\n\/run:\n(?:mount\n)?$/u,
    );
    assert.equal(await namespace.run(["sh", "-c", "kill -0 1; echo $?"]), "0\n");
  });

  test("tells the addresses of its interfaces", async () => {
    await namespace.configure(["link add name va type veth peer name vb", "address add 192.0.2.1/24 dev va"]);
    assert.deepEqual(await namespace.addresses(), [{ interface: "va", address: "192.0.2.1", length: 24 }]);
  });

  test("a command that fails says how", async () => {
    await assert.rejects(namespace.run(["sh", "-c", "echo out of order >&2; exit 3"]), {
      name: "CommandError",
      message: /exit status 3: out of order/u,
    });
    await assert.rejects(namespace.configure(["link set dev nowhere up"]), CommandError);
  });

  test("closing it ends what runs in it, and orphans too", async () => {
    const other = await NetworkNamespace.open(join(directory, "scratch2"), join(directory, "etc2"));
    const program = other.spawn(["sh", "-c", "sleep 1000 & setsid sleep 1000 & echo started; wait"]);
    await program.awaitLine(/started/u);
    const started = descendants(program.pid ?? 0);
    assert.equal(started.length, 3);
    await other.close();
    await program.ended;
    for (const pid of started) assert.equal(existsSync(`/proc/${pid}`), false);
  });

  test("nothing is left when the one who opened it is killed", async () => {
    const script = `
      const { NetworkNamespace } = await import(${JSON.stringify(new URL("namespace.ts", import.meta.url).href)});
      const namespace = await NetworkNamespace.open(process.argv[1] + "/s3", process.argv[1] + "/e3");
      const program = namespace.spawn(["sh", "-c", "setsid sleep 1000 & echo started; wait"]);
      await program.awaitLine(/started/u);
      console.log("ready");`;
    const words = ["--import", import.meta.resolve("tsx"), "--input-type=module", "--eval", script, directory];
    const owner = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => owner.stdout.once("data", resolve));
    const below = descendants(owner.pid ?? 0).filter((pid) => isTool(pid));
    assert.ok(below.length >= 4, "anchor, shell and sleep are there");
    owner.kill("SIGKILL");
    await Promise.all(below.map((pid) => processEnd(pid)));
  });
});

/** Whether it is one of the programs that the namespace runs; a loader's helper process is not. */
function isTool(pid: number): boolean {
  return /^(?:unshare|cat|nsenter|sh|sleep)\n$/u.test(readFileSync(`/proc/${pid}/comm`, "utf8"));
}

/** Waits for the end of a process that is not a child: tail(1) ends with it. */
async function processEnd(pid: number): Promise<void> {
  const limit = String(seconds(10) / seconds(1));
  const tail = spawn("timeout", [
    limit,
    "tail",
    "--follow",
    `--pid=${pid}`,
    "--sleep-interval=0.02",
    "---disable-inotify",
    "/dev/null",
  ]);
  const [status] = await new Promise<readonly [number | null]>((resolve) =>
    tail.once("exit", (code) => resolve([code])),
  );
  assert.equal(status, 0, `process ${pid} is still there`);
}
