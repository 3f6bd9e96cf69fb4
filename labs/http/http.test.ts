import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test, type TestContext } from "node:test";

import { instant } from "../../src/base/time.ts";
import { type Daemon, type LabNode, type Program, Topology } from "../../src/lab/index.ts";
import { parseExposition } from "../../src/observe/metrics/exposition-parser.ts";
import type { EventRecord } from "../../src/status/live/event-record.ts";
import type { StatusDocument } from "../../src/status/live/status-document.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { usualInstance } from "../usual-instance.ts";
import { observerOf } from "./observer.ts";

// What the daemon tells over HTTP, asked for by other machines and by its own.

const token = "0123456789abcdef0123456789abcdef";
const listening = /Listening for HTTP on/u;

describe("HTTP", { skip: await reasonToSkip(), concurrency: true }, () => {
  test("another machine reads with a token only, from a process that may do nothing else", async (context) => {
    const lab = await open(context);
    const [node1, node2] = [lab.node("node1"), lab.node("node2")];
    const daemon = await start(node1, ["--http", ":9650", "--http-token-file", "/etc/keepalived/token"]);
    await daemon.awaitLog(listening);
    const url = "http://192.0.2.1:9650";
    const answers = await fetchAll(node2, [
      { url: `${url}/api/v1/status` },
      { url: `${url}/metrics`, token: "wrong-wrong-wrong-wrong" },
      { url: `${url}/api/v1/status`, token },
      { url: `${url}/healthz` },
      { url: `${url}/api/v1/commands`, body: "{}" },
      { url: `${url}/api/v1/commands`, token, body: '{"command":"reload","plan":true}' },
      { url: `${url}/api/v1/commands`, token, body: '{"command":"drain","service":"x","server":"y"}' },
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 200, 200, 401, 200, 404],
    );
    assert.deepEqual(JSON.parse(answers[5]?.text ?? ""), { done: ["nothing differs"] });
    await daemon.awaitLog(/Command of http (?:::ffff:)?192\.0\.2\.2: drain x y: refused/u);
    const document = read(answers[2]?.text);
    assert.deepEqual(
      document.daemon.processes.map(({ name, restarts }) => `${name} ${restarts}`),
      ["supervisor 0", "vrrp 0", "observer 0"],
    );
    const observer = observerOf(daemon);
    const status = readFileSync(`/proc/${observer}/status`, "utf8");
    assert.match(status, /^Uid:(?:\t(?!0\t)\d+){4}$/mu);
    assert.match(status, /^CapEff:\s0+$/mu);
    const stat = readFileSync(`/proc/${observer}/stat`, "utf8")
      .replace(/^.*\) /u, "")
      .split(" ");
    assert.equal(stat[16], "10", "nice value");
  });

  test("a fail-over: the events, the status and the metrics tell the same", async (context) => {
    const lab = await open(context);
    const [node1, node2] = [lab.node("node1"), lab.node("node2")];
    await (await start(node1, [])).awaitLog(/Entering MASTER STATE/u);
    const daemon = await start(node2, ["--http", "9650"]);
    await daemon.awaitLog(listening);
    await daemon.awaitLog(/Entering BACKUP STATE/u);
    const stream = follow(node2);
    await stream.awaitLine(/"to":"backup"/u);
    await node1.daemon.kill();
    await stream.awaitLine(/"to":"master"/u);
    await node1.removeLeftovers();
    await start(node1, []);
    await stream.awaitLine(/"from":"master","to":"backup"/u);
    const [status, metrics] = await fetchAll(node2, [
      { url: "http://localhost:9650/api/v1/status" },
      { url: "http://localhost:9650/metrics" },
    ]);
    const records = stream.lines.flatMap(({ text }) => recordOf(text));
    assert.deepEqual(
      records.map(({ id }) => id),
      records.map((_, index) => index + 1),
      "no event is lost or told twice",
    );
    const counts = new Map<string, number>();
    for (const record of records) {
      if (record.process !== "vrrp" || record.event.kind !== "instance-state") continue;
      const { event } = record;
      const key = `${event.to} ${event.cause.kind}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const [instance] = read(status?.text).instances;
    assert.equal(instance?.state, "backup");
    const told = instance.counters.transitions.map(({ to, cause, count }) => [`${to} ${cause}`, count] as const);
    assert.deepEqual(new Map(told), counts);
    const family = parseExposition(metrics?.text ?? "").find(({ name }) => name === "holdfast_transitions_total");
    const exposed = family?.samples.map(
      ({ labels, value }) => [`${labels.get("to")} ${labels.get("cause")}`, value] as const,
    );
    assert.deepEqual(new Map(exposed), counts);
  });

  test("a daemon of another user keeps its capabilities to itself", async (context) => {
    const lab = await open(context);
    const node = lab.node("node1");
    await node.run(["mkdir", "--mode=777", "/run/own"]);
    const capabilities = "+net_admin,+net_raw";
    const daemon = await node.startDaemon({
      program: [
        "setpriv",
        "--reuid=1234",
        "--regid=1234",
        "--clear-groups",
        `--inh-caps=${capabilities}`,
        `--ambient-caps=${capabilities}`,
        "--",
        ...holdfast.daemon,
      ],
      options: [
        "-p",
        "/run/own/p",
        "-r",
        "/run/own/r",
        "-c",
        "/run/own/c",
        "--state-dir",
        "/run/own/s",
        "--http",
        "9650",
      ],
    });
    await daemon.awaitLog(listening);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    assert.equal(
      daemon.log.find(({ text }) => text.includes("cannot give up")),
      undefined,
    );
    const privileged = daemon.processes.map((pid) =>
      /^CapEff:\s0+$/mu.test(readFileSync(`/proc/${pid}/status`, "utf8")) ? "none" : "some",
    );
    assert.equal(privileged.filter((each) => each === "none").length, 1, privileged.join(" "));
    const [answer] = await fetchAll(node, [{ url: "http://127.0.0.1:9650/healthz" }]);
    assert.equal(answer?.text, "ok\n");
  });

  test("a port in use: the daemon goes on, and the observer has it once it is free", async (context) => {
    const lab = await open(context);
    const node = lab.node("node1");
    const squatter = node.spawn([process.execPath, "-e", squat]);
    await squatter.awaitLine(/^taken$/u);
    const wire = await lab.capture();
    const daemon = await start(node, ["--http", "9650"]);
    const line = await daemon.awaitLog(/Cannot listen for HTTP/u);
    assert.match(line.text, /127\.0\.0\.1:9650 \(EADDRINUSE\): another program has the port: .* --http$/u);
    await daemon.awaitLog(/Restart of Observer process delayed 1 seconds/u);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const advert = await wire.awaitAdvert({}, instant(0));
    squatter.input.end();
    await daemon.awaitLog(listening);
    await wire.awaitAdvert({}, advert.time);
    assert.equal(daemon.log.filter(({ text }) => text.includes("Entering MASTER")).length, 1);
  });

  test("a token that others can read is refused until it is mended, and the daemon runs without", async (context) => {
    const lab = await open(context);
    const node = lab.node("node1");
    await node.run(["chmod", "644", "/etc/keepalived/token"]);
    const daemon = await start(node, ["--http", "9650", "--http-token-file", "/etc/keepalived/token"]);
    await daemon.awaitLog(/--http-token-file \/etc\/keepalived\/token has mode 644, .*: chmod 600 it/u);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    await node.run(["chmod", "600", "/etc/keepalived/token"]);
    daemon.reload();
    await daemon.awaitLog(listening);
    const [answer] = await fetchAll(node, [{ url: "http://127.0.0.1:9650/healthz" }]);
    assert.equal(answer?.text, "ok\n");
  });

  test("a killed observer is replaced, and one whose supervisor has gone makes room for the next", async (context) => {
    const lab = await open(context);
    const node = lab.node("node1");
    const daemon = await start(node, ["--http", "9650"]);
    await daemon.awaitLog(listening);
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const mark = daemon.mark;
    process.kill(observerOf(daemon), "SIGKILL");
    await daemon.awaitLog(/Observer child process\(\d+\) died: Respawning/u, mark);
    await daemon.awaitLog(listening, mark);
    const [first] = await fetchAll(node, [{ url: "http://127.0.0.1:9650/api/v1/status" }]);
    const document = read(first?.text);
    assert.equal(document.daemon.processes.find(({ name }) => name === "observer")?.restarts, 1);
    assert.equal(document.instances[0]?.state, "master");
    daemon.signal("SIGKILL");
    await daemon.ended;
    const next = await start(node, ["--http", "9650"]);
    await next.awaitLog(listening);
    const [second] = await fetchAll(node, [{ url: "http://127.0.0.1:9650/healthz" }]);
    assert.equal(second?.text, "ok\n");
  });
});

async function open(context: TestContext): Promise<Topology> {
  const lab = await Topology.open({
    nodes: {
      node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } },
      node2: { interfaces: { eth0: { addresses: ["192.0.2.2/24"] } } },
    },
  });
  context.after(async () => lab.close());
  for (const [name, priority] of [
    ["node1", 100],
    ["node2", 90],
  ] as const) {
    const node = lab.node(name);
    node.files.write("keepalived.conf", configuration(priority));
    node.files.write("token", `${token}\n`);
    await node.run(["chmod", "600", "/etc/keepalived/token"]);
  }
  return lab;
}

async function start(node: LabNode, options: readonly string[]): Promise<Daemon> {
  return await node.startDaemon({ program: holdfast.daemon, options });
}

type Question = { readonly url: string; readonly token?: string; readonly body?: string };
type Reply = { readonly status: number; readonly text: string };

/** One after the other, by a program on the node. */
async function fetchAll(node: LabNode, questions: readonly Question[]): Promise<readonly Reply[]> {
  const output = await node.run([process.execPath, "-e", ask, JSON.stringify(questions)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the program below
  return JSON.parse(output) as readonly Reply[];
}

const ask = `
(async () => {
  const replies = [];
  for (const { url, token, body } of JSON.parse(process.argv[1])) {
    const headers = token === undefined ? {} : { Authorization: "Bearer " + token };
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(url, { headers, ...(body && { method: "POST", body }) });
    replies.push({ status: response.status, text: await response.text() });
  }
  console.log(JSON.stringify(replies));
})();`;

/** Prints the lines of the stream of events, from the first on. */
function follow(node: LabNode): Program {
  return node.spawn([process.execPath, "-e", listen]);
}

const listen = `
(async () => {
  const { body } = await fetch("http://127.0.0.1:9650/api/v1/events?after=0");
  for await (const chunk of body) process.stdout.write(chunk);
})();`;

/** Takes the port until its standard input ends. */
const squat = `
const server = require("node:net").createServer().listen(9650, "127.0.0.1", () => console.log("taken"));
process.stdin.on("end", () => process.exit()).resume();`;

function recordOf(line: string): readonly EventRecord[] {
  if (!line.startsWith('data: {"id"')) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the daemon
  return [JSON.parse(line.slice("data: ".length)) as EventRecord];
}

function read(text = ""): StatusDocument {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the daemon
  return JSON.parse(text) as StatusDocument;
}

function configuration(priority: number): string {
  return usualInstance(priority, "192.0.2.100/24");
}
