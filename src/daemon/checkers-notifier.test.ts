import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds } from "../base/time.ts";
import { loadConfiguration } from "../config/load.ts";
import type { Configuration } from "../config/model.ts";
import type { LvsEvent } from "../lvs/events.ts";
import type { Mail } from "../notify/mail.ts";
import { FakeClock, FakeNamedPipes, FakeProcessRunner } from "../platform/fake/index.ts";
import { CheckersNotifier } from "./checkers-notifier.ts";
import { ScriptCommands } from "./lvs-scripts.ts";

const text = `
global_defs {
  router_id R1
  notification_email {
    admin@example.com
  }
  smtp_server 192.0.2.25
  notify_fifo /run/all
  notify_fifo_script "/bin/cat all"
  lvs_notify_fifo /run/lvs
  lvs_notify_fifo_script "/bin/cat lvs"
}
virtual_server 192.0.2.1 80 {
  protocol TCP
  real_server 198.51.100.1 80 {
    notify_down "/bin/echo down"
    TCP_CHECK {
    }
  }
}
`;

function load(): Configuration {
  return loadConfiguration({ path: "k.conf", text }, { hostName: "node1" }).configuration;
}

class Bench {
  readonly clock = new FakeClock();
  readonly pipes = new FakeNamedPipes();
  readonly processes = new FakeProcessRunner(this.clock, () => ({ how: { kind: "never" }, after: seconds(0) }));
  readonly mails: Mail[] = [];
  readonly notifier = new CheckersNotifier(
    { clock: this.clock, openAlarm: this.clock.openAlarm, processes: this.processes, openNamedPipe: this.pipes.open },
    { report: (message) => assert.fail(message), mail: (mail) => this.mails.push(mail) },
  );

  configure(isAlone: boolean): Configuration {
    const { global, ...rest } = load();
    const commands = new ScriptCommands(global.scripts, () => undefined);
    assert.deepEqual(this.notifier.configure({ global, commands, isAlone }), []);
    return { global, ...rest };
  }

  /** The last words of what was started. */
  get started(): readonly (string | undefined)[] {
    return this.processes.starts.map(({ command }) => command.words.slice(-2).join(" "));
  }
}

test("the reader of the FIFO of everything is started only where no vrrp process does", () => {
  const beside = new Bench();
  beside.configure(false);
  assert.deepEqual(beside.started, ["lvs /run/lvs"]);
  const alone = new Bench();
  alone.configure(true);
  assert.deepEqual(alone.started, ["all /run/all", "lvs /run/lvs"]);
});

test("script, both FIFOs and mail hear of a server that goes down", () => {
  const bench = new Bench();
  const [virtualServer] = bench.configure(false).lvs.virtualServers;
  const [server] = virtualServer?.realServers ?? [];
  assert.ok(virtualServer !== undefined && server !== undefined);
  const event: LvsEvent = {
    kind: "server-state",
    virtualServer,
    server,
    state: "down",
    because: undefined,
    isFirst: false,
    cause: "check",
  };
  bench.notifier.event(event);
  assert.equal(bench.started.at(-1), "/bin/echo down");
  const line = "RS [198.51.100.1]:tcp:80 [192.0.2.1]:tcp:80 DOWN\n";
  assert.deepEqual([bench.pipes.read("/run/all"), bench.pipes.read("/run/lvs")], [line, line]);
  assert.deepEqual(
    bench.mails.map(({ subject }) => subject),
    ["[R1] Realserver [198.51.100.1]:tcp:80 of virtual server [192.0.2.1]:tcp:80 - DOWN"],
  );
});
