import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "./load.ts";
import type { Configuration } from "./model.ts";
import { allCommands, globalSecurityFinding, scriptSecurityFinding } from "./script-security.ts";

function load(global: string): Configuration {
  const text = `${global}
    vrrp_script chk { script "/bin/check a"
    }
    vrrp_sync_group G { group { VI_1 }
      notify_stop "/bin/stop" }
    vrrp_instance VI_1 {
      interface eth0
      virtual_router_id 1
      virtual_ipaddress { 192.0.2.1 }
      track_script { chk }
      notify "/bin/any"
    }`;
  return loadConfiguration({ path: "a.conf", text }, { hostName: "h" }).configuration;
}

void test("every command is found", () => {
  assert.deepEqual(
    allCommands(load("")).map((command) => command.words.join(" ")),
    ["/bin/check a", "/bin/any", "/bin/stop"],
  );
});

void test("scripts that can run without script security are a finding of the security class", () => {
  const finding = scriptSecurityFinding(load(""), ({ words }) => words[0] === "/bin/stop");
  assert.equal(finding?.effect, "security");
  assert.equal(
    scriptSecurityFinding(load(""), () => false),
    undefined,
  );
  assert.equal(
    scriptSecurityFinding(load("global_defs {\nenable_script_security\n}"), () => true),
    undefined,
  );
});

/** What `globalSecurityFinding` says when only that program can be run. */
function find(text: string, program: string): string | undefined {
  const { configuration } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
  return globalSecurityFinding(configuration, ({ words }) => words[0] === program)?.message;
}

void test("scripts of global_defs are a finding of the security class where something would run them", () => {
  const instance = "vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress { 192.0.2.1 }\n}";
  const startup = "global_defs {\nstartup_script /bin/start\n}";
  const fifo = "global_defs {\nnotify_fifo_script /bin/read\n}";
  assert.match(find(startup, "/bin/start") ?? "", /^SECURITY VIOLATION - start\/shutdown scripts/u);
  assert.equal(find(startup, "/bin/other"), undefined);
  assert.equal(find(`${startup}\nglobal_defs {\nenable_script_security\n}`, "/bin/start"), undefined);
  assert.match(find(`${fifo}\n${instance}`, "/bin/read") ?? "", /^SECURITY VIOLATION - scripts/u);
  assert.equal(find(fifo, "/bin/read"), undefined);
});
