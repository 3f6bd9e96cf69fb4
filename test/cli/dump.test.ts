import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { after, before, test } from "node:test";
import { Folder } from "./files.ts";
import { build, holdfastCommand } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

function dump(input: string | undefined, ...words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(holdfastCommand, ["dump", ...words], { encoding: "utf8", input });
}

const text = `global_defs {
  vrrp_garp_master_delay 10
}
include routers/*.conf
`;

const router = `$VIP=192.0.2.1
@blue vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 7
  authentication {
    auth_type PASS
    auth_pass geheim
  }
  virtual_ipaddress {
    $VIP
  }
@blue }
`;

void test("What includes, parameters and conditions come to, with stars for the password; it is its own dump", () => {
  const path = folder.file("main.conf", text);
  folder.file("routers/one.conf", router);
  const { status, stdout, stderr } = dump(undefined, "-i", "blue", path);
  assert.deepEqual([status, stderr], [0, ""]);
  assert.equal(
    stdout,
    `global_defs {
  vrrp_garp_master_delay 10
}

vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 7
  priority 100
  advert_int 1
  version 2
  authentication {
    auth_type PASS
    auth_pass ********
  }
  virtual_ipaddress {
    192.0.2.1
  }
}
`,
  );
  assert.equal(dump(stdout, "-").stdout, stdout);
});

void test("--defaults: where each value comes from", () => {
  const path = folder.file("main.conf", text);
  const { status, stdout } = dump(undefined, "--defaults", "-i", "blue", path);
  assert.equal(status, 0);
  const place = path.replace("main.conf", "routers/one.conf");
  assert(stdout.includes(`  interface eth0  # ${place}:3\n`), stdout);
  assert(stdout.includes("  priority 100  # default\n"));
  assert(stdout.includes(`  # garp_master_delay: 10 (vrrp_garp_master_delay, ${path}:2)\n`));
  assert.doesNotMatch(stdout, /geheim/u);
});

void test("A file with mistakes: status 1, what is left of it, and where to ask", () => {
  const { status, stdout, stderr } = dump("vrrp_intsance V {\n}\nglobal_defs {\n router_id x\n}\n", "-");
  assert.deepEqual([status, stdout], [1, "global_defs {\n  router_id x\n}\n"]);
  assert.equal(stderr, "1 error in it: holdfast check - tells more\n");
});

void test("A file that cannot be read: status 2", () => {
  const { status, stdout, stderr } = dump(undefined, "/no/such/file");
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^Config files missing '\/no\/such\/file'/u);
});
