import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { Duplex } from "node:stream";
import { before, test, type TestContext } from "node:test";
import { isFromObserver } from "../../src/daemon/supervisor-child.ts";
import type { FromObserver, ObserverAssignment } from "../../src/daemon/messages.ts";
import { environmentFor } from "../../src/daemon/role.ts";
import { FakeSupervisor } from "../../src/observe/fake-supervisor.ts";
import { Bulletin } from "../../src/lab/index.ts";
import { seconds } from "../../src/base/time.ts";
import { build, holdfastCommand } from "./programs.ts";

// The observer process as the supervisor starts it, with the supervisor played by the test.

before(build);

const assignment: ObserverAssignment = {
  host: "127.0.0.1",
  port: 0,
  isLoopback: true,
  token: undefined,
  peers: [],
};

type Observer = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly supervisor: FakeSupervisor;
  /** The first message that is wanted, of those that were not asked for yet. */
  readonly heard: (isWanted: (message: FromObserver) => boolean) => Promise<FromObserver>;
};

function start(context: TestContext, told: ObserverAssignment): Observer {
  const child = spawn(process.execPath, [holdfastCommand, "run"], {
    env: environmentFor("observer"),
    stdio: ["ignore", "inherit", "inherit", "pipe", "ipc"],
  });
  context.after(() => child.kill("SIGKILL"));
  const line = child.stdio[3];
  assert(line instanceof Duplex && child.pid !== undefined);
  const messages: FromObserver[] = [];
  const bulletin = new Bulletin();
  child.on("message", (message) => {
    assert(isFromObserver(message));
    messages.push(message);
    bulletin.announce();
  });
  child.send({ kind: "configure", ...told });
  const look = (isWanted: (message: FromObserver) => boolean): FromObserver | undefined => {
    for (let next = messages.shift(); next !== undefined; next = messages.shift()) if (isWanted(next)) return next;
    return undefined;
  };
  return {
    child,
    pid: child.pid,
    supervisor: new FakeSupervisor(line),
    heard: async (isWanted) =>
      await bulletin.until(
        () => look(isWanted),
        seconds(10),
        () => "a message",
      ),
  };
}

/** The port that it has taken. */
async function listening({ heard }: Observer): Promise<number> {
  const message = await heard(({ kind }) => kind === "log");
  assert(message.kind === "log");
  assert.match(message.message, /^Listening for HTTP on 127\.0\.0\.1:\d+$/u);
  const port = Number(message.message.split(":").at(-1));
  await heard(({ kind }) => kind === "ready");
  return port;
}

const isRoot = process.geteuid?.() === 0;

test("it listens, gives up all privileges, and tells what the supervisor tells it", async (context) => {
  const observer = start(context, assignment);
  const { pid, supervisor } = observer;
  const port = await listening(observer);
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  if (isRoot) {
    assert.match(status, /^Uid:(?:\t(?!0\t)\d+){4}$/mu);
    assert.match(status, /^Gid:(?:\t(?!0\t)\d+){4}$/mu);
    assert.match(status, /^Groups:\s*$/mu);
    for (const set of ["CapPrm", "CapEff", "CapAmb"]) assert.match(status, new RegExp(`^${set}:\\s0+$`, "mu"));
    assert.equal(readFileSync(`/proc/${pid}/oom_score_adj`, "utf8").trim(), "1000");
  }
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/status`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(supervisor.document)));
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  assert.match(metrics, /^holdfast_instance_state\{instance="VI_1",state="master"\} 1$/mu);
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text(), "ok\n");
});

test("a reload gives it another token", async (context) => {
  const [first, second] = ["0123456789abcdef", "fedcba9876543210"];
  const guarded = { ...assignment, isLoopback: false, token: first };
  const observer = start(context, guarded);
  const { child, heard } = observer;
  const port = await listening(observer);
  const ask = async (token: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await fetch(`http://127.0.0.1:${port}/api/v1/status`, { headers })).status;
  };
  assert.deepEqual([await ask(first), await ask(second)], [200, 401]);
  child.send({ kind: "configure", ...guarded, token: second });
  await heard(({ kind }) => kind === "ready");
  assert.deepEqual([await ask(first), await ask(second)], [401, 200]);
});

test("a port in use is said with a cure, and is no reason to go on", async (context) => {
  const taken = createServer().listen(0, "127.0.0.1");
  context.after(() => taken.close());
  await once(taken, "listening");
  const address = taken.address();
  assert(typeof address === "object" && address !== null);
  const { child, heard } = start(context, { ...assignment, port: address.port });
  const exit = once(child, "exit");
  const message = await heard(({ kind }) => kind === "log");
  assert(message.kind === "log" && message.isTrouble);
  assert.match(
    message.message,
    /^Cannot listen for HTTP on 127\.0\.0\.1:\d+ \(EADDRINUSE\): .* another port with --http$/u,
  );
  assert.deepEqual(await exit, [1, null]);
});

test("it ends with the supervisor", async (context) => {
  const one = start(context, assignment);
  await listening(one);
  one.supervisor.end();
  assert.deepEqual(await once(one.child, "exit"), [0, null]);
  const other = start(context, assignment);
  await listening(other);
  other.child.disconnect();
  assert.deepEqual(await once(other.child, "exit"), [0, null]);
});

test("signals of the terminal are for the supervisor", async (context) => {
  const observer = start(context, assignment);
  const { child, heard } = observer;
  await listening(observer);
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) child.kill(signal);
  await heard(({ kind }) => kind === "alive");
  assert.equal(child.exitCode, null);
});
