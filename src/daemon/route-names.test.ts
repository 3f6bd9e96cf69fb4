import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { parseNamed, routeNameKinds } from "../config/decode/route-names.ts";
import { parseRouteNames, readRouteNames } from "./route-names.ts";

void test("lines of a number and a name, with comments", () => {
  const text = "# reserved\n255\tlocal\n 0x10 tunnels # ours\n12 \nname 7\n-1 x\n\n99999999999 y\n300 a b\n";
  assert.deepEqual(parseRouteNames(text), [
    ["local", 255],
    ["tunnels", 16],
    ["a", 300],
  ]);
});

void test("files and directories of files; what comes later counts", (context) => {
  const directory = mkdtempSync(join(tmpdir(), "route-names-"));
  context.after(() => {
    rmSync(directory, { recursive: true });
  });
  const [distribution, machine] = [join(directory, "lib"), join(directory, "etc")];
  mkdirSync(join(machine, "rt_tables.d"), { recursive: true });
  mkdirSync(distribution);
  writeFileSync(join(distribution, "rt_tables"), "1 one\n2 two\n");
  writeFileSync(join(machine, "rt_tables"), "22 two\n3 three\n");
  writeFileSync(join(machine, "rt_tables.d", "more.conf"), "33 three\n");
  writeFileSync(join(machine, "rt_tables.d", "README"), "44 four\n");
  writeFileSync(join(machine, "rt_realms"), "x".repeat(300_000));
  const names = readRouteNames([distribution, machine, join(directory, "absent")]);
  assert.deepEqual(Object.fromEntries(names.tables), { one: 1, two: 22, three: 33 });
  assert.equal(names.realms.size, 0, "too large to be what it should be");
  assert.equal(names.groups.size, 0, "absent");
  assert.equal(parseNamed("three", "tables", 0xffff_ffff, names), 33);
  assert.equal(parseNamed("main", "tables", 0xffff_ffff, names), 254, "names that every machine has remain");
});

void test("this machine's names can be read, whatever they are", () => {
  const names = readRouteNames();
  for (const kind of routeNameKinds) assert(names[kind] instanceof Map);
});
