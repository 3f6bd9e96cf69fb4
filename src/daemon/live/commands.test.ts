import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadConfiguration, type LoadResult } from "../../config/load.ts";
import type { Command } from "../../status/live/control-protocol.ts";
import type { SupervisorReport } from "../../status/live/event-record.ts";
import type { ChildName } from "../../supervisor/index.ts";
import type { ToCheckersProcess, ToVrrpProcess } from "../messages.ts";
import type { CommandResult } from "./child-requests.ts";
import { Commands, waitingCommands } from "./commands.ts";
import type { Reading } from "./reload-desk.ts";

const configuration = `
vrrp_script chk {
  script "/bin/true"
  interval 1
  fall 3
  user root
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  virtual_ipaddress {
    192.0.2.1
  }
  track_script {
    chk weight -20
  }
}
vrrp_instance VI_2 {
  interface eth0
  virtual_router_id 52
  priority 100
  virtual_ipaddress {
    192.0.2.2
  }
}
vrrp_instance VI_3 {
  interface eth0
  virtual_router_id 53
  priority 100
  virtual_ipaddress {
    192.0.2.3
  }
}
vrrp_sync_group G {
  group {
    VI_2
    VI_3
  }
}
virtual_server 192.0.2.10 80 {
  lvs_sched rr
  lvs_method NAT
  protocol TCP
  real_server 10.0.0.1 80 {
    MISC_CHECK {
      misc_path "/bin/true"
    }
  }
  real_server 10.0.0.2 80 {
  }
  real_server 10.0.0.2 81 {
  }
}
`;

const load = (text: string): LoadResult => loadConfiguration({ path: "keepalived.conf", text }, { hostName: "node1" });

type Message = ToVrrpProcess | ToCheckersProcess;

/** Commands of one daemon with children that answer what `answer` says; undefined: nothing. */
class Desk {
  readonly directory: string;
  readonly commands: Commands;
  readonly sent: Message[] = [];
  readonly said: string[] = [];
  readonly reports: SupervisorReport[] = [];
  text = configuration;
  /** What the file has by now. */
  written = configuration;
  answer: (message: Message) => CommandResult | undefined = () => [];
  pids: ReadonlySet<ChildName> = new Set(["vrrp", "checkers"]);

  constructor(context: TestContext, directory = mkdtempSync(join(tmpdir(), "commands-"))) {
    this.directory = directory;
    context.after(() => rmSync(directory, { recursive: true, force: true }));
    this.commands = new Commands({
      directory: () => directory,
      config: () => load(this.text),
      preview: () => this.read(),
      requestReload: () => setImmediate(() => this.reload()),
      vrrp: (message) => this.#tell("vrrp", message),
      checkers: (message) => this.#tell("checkers", message),
      say: (line) => void this.said.push(line),
      report: (report) => void this.reports.push(report),
    });
    context.after(() => this.commands.close());
    this.commands.open();
  }

  read(): Reading {
    const result = load(this.written);
    const findings = result.diagnostics.map(({ message }) => message);
    return this.written.includes("}") ? { kind: "read", result, findings } : { kind: "refused", findings: ["broken"] };
  }

  /** As the supervisor does it. */
  reload(): void {
    this.commands.reloading();
    const reading = this.read();
    this.commands.reloaded(reading);
    if (reading.kind === "refused") return;
    this.text = this.written;
    for (const child of ["vrrp", "checkers"] as const) this.commands.told(child);
    setTimeout(() => {
      this.said.push("children are ready");
      this.commands.ready("vrrp");
      this.commands.ready("checkers");
    }, 5);
  }

  async take(command: Partial<Command> & Pick<Command, "command">): Promise<string> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests give what each command needs
    const result = await this.commands.take({ reason: "", force: false, ...command } as Command, "alice");
    return "code" in result ? `${result.code}: ${result.message}` : result.join("\n");
  }

  async on(target?: string, more: Partial<Command & { readonly command: "maintenance" }> = {}): Promise<string> {
    return await this.take({ command: "maintenance", on: true, target, ...more });
  }

  async off(target?: string): Promise<string> {
    return await this.take({ command: "maintenance", on: false, target });
  }

  get kept(): unknown {
    const value: unknown = JSON.parse(readFileSync(join(this.directory, "maintenance.json"), "utf8"));
    return value;
  }

  #tell(child: ChildName, message: Message): boolean {
    if (!this.pids.has(child)) return false;
    this.sent.push(message);
    const result = this.answer(message);
    if ("id" in message && result !== undefined) {
      setImmediate(() => this.commands.hear(child, { kind: "result", id: message.id, result }));
    }
    return true;
  }
}

const targets = (desk: Desk): readonly (string | undefined)[] => desk.commands.orders.map(({ target }) => target);

test("maintenance is tried, recorded when it has begun, and outlives the daemon", async (context) => {
  const desk = new Desk(context);
  assert.match(
    await desk.on("VI_1", { reason: "disk" }),
    /^Maintenance of VI_1 begins, until it is switched off \(by alice: disk\)$/u,
  );
  const [message] = desk.sent;
  assert.ok(message?.kind === "maintenance");
  assert.equal(message.orders[0]?.isTentative, true);
  assert.equal(desk.commands.orders[0]?.isTentative, false);
  const next = new Desk(context, desk.directory);
  assert.deepEqual(next.commands.orders, desk.commands.orders);
  assert.deepEqual(next.said, ["Maintenance of VI_1 goes on (by alice: disk)"]);
  assert.equal(await next.off("VI_1"), "Maintenance of VI_1 is over");
  assert.deepEqual(new Desk(context, desk.directory).commands.orders, []);
});

test("refused by the vrrp process: nothing is recorded", async (context) => {
  const desk = new Desk(context);
  desk.answer = () => ({ code: "refused", message: "nobody took over" });
  assert.equal(await desk.on("VI_1"), "refused: nobody took over");
  assert.deepEqual(desk.commands.orders, []);
  assert.throws(() => desk.kept, /ENOENT/u);
  assert.deepEqual(desk.reports.at(-1), {
    kind: "command",
    command: "maintenance on VI_1",
    user: "alice",
    result: "refused",
    text: "nobody took over",
  });
});

test("the vrrp process dies while it waits for a successor: refused, and its successor is not told", async (context) => {
  const desk = new Desk(context);
  desk.answer = () => undefined;
  const result = desk.on("VI_1");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(targets(desk), ["VI_1"]);
  desk.pids = new Set();
  desk.commands.ended("vrrp");
  // The next process is started in the same turn.
  assert.deepEqual(targets(desk), []);
  assert.equal(await result, "not-available: the VRRP process has died meanwhile");
  assert.deepEqual(targets(desk), []);
});

test("force is no attempt, a second order about the same changes it, a group is a name, too", async (context) => {
  const desk = new Desk(context);
  await desk.on("VI_2", { force: true });
  const [message] = desk.sent;
  assert.ok(message?.kind === "maintenance" && message.orders[0]?.isTentative === false);
  assert.match(await desk.on("VI_2", { reason: "again" }), /goes on/u);
  await desk.on("G");
  assert.deepEqual(targets(desk), ["VI_2", "G"]);
  assert.equal(await desk.off("VI_3"), "refused: VI_3 is in maintenance with G: holdfast maintenance off G ends it");
  await desk.off();
  assert.deepEqual(targets(desk), []);
  assert.equal(await desk.off(), "refused: nothing is in maintenance");
  assert.equal(await desk.off("VI_1"), "refused: VI_1 is not in maintenance");
});

test("names that nobody has are refused, with the one that was meant", async (context) => {
  const desk = new Desk(context);
  assert.equal(
    await desk.on("VI_11"),
    "unknown-name: no instance or sync group VI_11: did you mean VI_1? there are VI_1, VI_2, VI_3, G",
  );
});

function isOnly(orders: readonly { readonly target?: string | undefined }[], target: string): boolean {
  return orders.length === 1 && orders[0]?.target === target;
}

test("what has a time ends with it, also while no daemon runs", async (context) => {
  const desk = new Desk(context);
  const ended = new Promise<void>((resolve) => {
    desk.answer = (message) => {
      if (message.kind === "maintenance" && isOnly(message.orders, "VI_2")) resolve();
      return [];
    };
  });
  await desk.on("VI_1", { during: 250_000 });
  await desk.on("VI_2");
  await ended;
  assert.deepEqual(targets(desk), ["VI_2"]);
  const past = { target: "VI_1", by: "bob", reason: "", since: 1, until: 2 };
  writeFileSync(join(desk.directory, "maintenance.json"), JSON.stringify({ version: 1, orders: [past] }));
  const next = new Desk(context, desk.directory);
  assert.deepEqual(next.commands.orders, []);
  assert.deepEqual(next.said, ["Maintenance of VI_1 has ended while no daemon ran"]);
});

test("a reload drops what it removes", async (context) => {
  const desk = new Desk(context);
  await desk.on("VI_2");
  await desk.take({ command: "drain", service: "192.0.2.10 80", server: "10.0.0.1 80" });
  desk.written = configuration.replaceAll("VI_2", "VI_4").replace("10.0.0.1 80", "10.0.0.9 80");
  await desk.take({ command: "reload", plan: false });
  assert.deepEqual(desk.commands.orders, []);
  assert.deepEqual(desk.commands.overrides, []);
  assert.ok(desk.said.includes("Maintenance of VI_2 is dropped: it is not configured any more"));
});

for (const [what, text] of [
  ["torn", '{"version":1,"orders":[{"tar'],
  ["of another kind", "[]"],
  ["with other values", '{"version":1,"orders":[{"target":5,"by":"x","reason":"","since":1}]}'],
]) {
  test(`a file of orders that is ${what} is told of, and is none`, (context) => {
    const directory = mkdtempSync(join(tmpdir(), "commands-"));
    writeFileSync(join(directory, "maintenance.json"), text ?? "");
    const desk = new Desk(context, directory);
    assert.deepEqual(desk.commands.orders, []);
    assert.match(desk.said[0] ?? "", /^Cannot use .*maintenance\.json \(it is not .*\): nothing is in maintenance/u);
  });
}

test("servers by the names that status prints and the file writes", async (context) => {
  const desk = new Desk(context);
  const service = "address TCP 192.0.2.10 80";
  for (const [name, server] of [
    ["192.0.2.10 80", "10.0.0.1 80"],
    ["[192.0.2.10]:80", "10.0.0.1"],
    ["192.0.2.10:80", "[10.0.0.1]:80"],
    ["tcp [192.0.2.10]:80", "[10.0.0.1]:tcp:80"],
    ["[192.0.2.10]:tcp:80", "10.0.0.1:80"],
  ] as const) {
    await desk.take({ command: "weight", service: name, server, weight: 7 });
    const expected = { service, server: "10.0.0.1 80", weight: 7, isDrained: false };
    assert.deepEqual(desk.commands.overrides, [expected]);
    await desk.take({ command: "weight", service: name, server, weight: undefined });
    assert.deepEqual(desk.commands.overrides, []);
  }
  assert.equal(
    await desk.take({ command: "drain", service: "192.0.2.10 80", server: "10.0.0.2" }),
    "unknown-name: 10.0.0.2 may be any of [10.0.0.2]:tcp:80, [10.0.0.2]:tcp:81",
  );
  assert.match(
    await desk.take({ command: "drain", service: "192.0.2.11 80", server: "10.0.0.2" }),
    /^unknown-name: no virtual server 192\.0\.2\.11 80: .*there are \[192\.0\.2\.10\]:tcp:80$/u,
  );
});

test("what is drained is kept, and undone once", async (context) => {
  const desk = new Desk(context);
  const place = { service: "192.0.2.10 80", server: "10.0.0.1 80" };
  assert.match(await desk.take({ command: "drain", ...place }), /is drained: what is connected goes on/u);
  assert.match(await desk.take({ command: "drain", ...place }), /^refused: .* is drained already$/u);
  const next = new Desk(context, desk.directory);
  assert.deepEqual(next.commands.overrides, desk.commands.overrides);
  assert.match(
    await next.take({ command: "undrain", ...place }),
    /has the weight that configuration and checks give it/u,
  );
  assert.match(await next.take({ command: "undrain", ...place }), /^refused: .* is not drained$/u);
  next.answer = () => ({ code: "not-available", message: "starting" });
  assert.equal(await next.take({ command: "weight", ...place, weight: 3 }), "not-available: starting");
  assert.deepEqual(next.commands.overrides, []);
});

test("a plan says what is different and does nothing; a reload answers when the children are ready", async (context) => {
  const desk = new Desk(context);
  desk.written = configuration.replace("priority 100", "priority 150").replace("real_server 10.0.0.2 81 {\n  }", "");
  const changes = [
    "vrrp_instance VI_1: priority 100 -> 150",
    "virtual_server 192.0.2.10 80: real_server 10.0.0.2 81 removed",
  ];
  assert.equal(await desk.take({ command: "reload", plan: true }), changes.join("\n"));
  assert.equal(desk.text, configuration);
  assert.equal(await desk.take({ command: "reload", plan: false }), ["reloaded", ...changes].join("\n"));
  assert.ok(
    desk.said.indexOf("children are ready") <
      desk.said.findIndex((line) => line.startsWith("Command of alice: reload: done")),
  );
  assert.equal(await desk.take({ command: "reload", plan: true }), "nothing differs");
  desk.written = "vrrp_instance {";
  assert.equal(await desk.take({ command: "reload", plan: true }), "refused: a reload would be refused\nbroken");
  assert.equal(
    await desk.take({ command: "reload", plan: false }),
    "refused: the configuration in force stays\nbroken",
  );
});

test("a child that dies in a reload does not hold it up", async (context) => {
  const desk = new Desk(context);
  const result = desk.take({ command: "reload", plan: false });
  await new Promise((resolve) => setTimeout(resolve, 1));
  desk.commands.ended("vrrp");
  assert.match(await result, /^reloaded/u);
});

const secret = (word: string): string =>
  configuration.replace(
    "priority 100",
    `priority 100\n  authentication {\n    auth_type PASS\n    auth_pass ${word}\n  }`,
  );

test("a changed password is said, and not shown", async (context) => {
  const desk = new Desk(context);
  desk.text = secret("one");
  desk.written = secret("two");
  const plan = await desk.take({ command: "reload", plan: true });
  assert.equal(plan, "vrrp_instance VI_1: authentication changed");
});

test("a script is run by the process that runs it otherwise", async (context) => {
  const desk = new Desk(context);
  desk.answer = () => ["status 0 after 0.01 s"];
  assert.deepEqual((await desk.take({ command: "test-script", script: "chk" })).split("\n"), [
    "runs /bin/true as user root, for 1 s at most, without a shell",
    "status 0 after 0.01 s",
    "VI_1 has -20 priority while it is down",
  ]);
  assert.equal(desk.sent.at(-1)?.kind, "command");
  assert.match(
    await desk.take({ command: "test-script", script: "MISC_CHECK of 10.0.0.1 80 of 192.0.2.10 80" }),
    /^runs \/bin\/true .*\nstatus 0/u,
  );
  assert.equal(
    await desk.take({ command: "test-script", script: "chc" }),
    "unknown-name: no script chc: did you mean chk? there are chk",
  );
});

test("one after the other, and not more than so many wait", async (context) => {
  const desk = new Desk(context);
  desk.answer = () => undefined;
  const first = desk.on("VI_1");
  const others = Array.from({ length: waitingCommands - 1 }, async () => desk.off("VI_2"));
  assert.equal(await desk.on("VI_2"), `busy: ${waitingCommands} commands wait for their turn`);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(desk.sent.length, 1);
  desk.commands.ended("vrrp");
  assert.match(await first, /died/u);
  assert.equal(new Set(await Promise.all(others)).size, 1);
});
