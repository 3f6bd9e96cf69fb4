import assert from "node:assert/strict";
import { test } from "node:test";

import { parseGroup, Words } from "../../sim/script-language.ts";
import { recalled } from "./recall.ts";

const group = parseGroup(new Words("group VG members=VI_1,VI_2"));

function print(...states: Parameters<typeof recalled>): readonly string[] {
  return recalled(...states).map(([{ type, name }, state]) => `${type} ${name} ${state}`);
}

test("a group is known to be where the worst of its members was", () => {
  const told = new Map([
    ["VI_1", "master"],
    ["VI_2", "backup"],
  ] as const);
  assert.deepEqual(print(told, [group]), ["INSTANCE VI_1 MASTER", "INSTANCE VI_2 BACKUP", "GROUP VG BACKUP"]);
});

test("a group of whose members one is not known is new", () => {
  assert.deepEqual(print(new Map([["VI_1", "master"]] as const), [group]), ["INSTANCE VI_1 MASTER"]);
});

test("nobody was told of an instance that had not started", () => {
  const told = new Map([
    ["VI_1", "init"],
    ["VI_2", "init"],
  ] as const);
  assert.deepEqual(print(told, [group]), []);
});
