import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "./load.ts";
import type { Configuration } from "./model.ts";
import { allCommands, scriptSecurityFinding } from "./script-security.ts";

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
