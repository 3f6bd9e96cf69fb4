import assert from "node:assert/strict";
import { test } from "node:test";

import { type DaemonIdentity, identitySuffix, pidFilesOf } from "./daemon-identity.ts";

const none: DaemonIdentity = { namespace: undefined, instance: undefined, usesDirectory: false };
const nothingGiven = { pidFile: undefined, vrrpPidFile: undefined, checkersPidFile: undefined };

const cases: readonly [identity: Partial<DaemonIdentity>, daemon: string, suffix: string][] = [
  [{}, "/run/keepalived.pid", ""],
  [{ usesDirectory: true }, "/run/keepalived/keepalived.pid", ""],
  [{ instance: "one" }, "/run/keepalived/keepalived_one.pid", "_one"],
  [{ namespace: "blue" }, "/run/keepalived/blue/keepalived.pid", "_blue"],
  [{ namespace: "blue", instance: "one" }, "/run/keepalived/blue/keepalived_one.pid", "_blue_one"],
];
for (const [identity, daemon, suffix] of cases) {
  test(`${daemon} belongs to a daemon of ${JSON.stringify(identity)}`, () => {
    assert.equal(pidFilesOf(nothingGiven, { ...none, ...identity }).daemon, daemon);
    assert.equal(identitySuffix({ ...none, ...identity }), suffix);
  });
}

test("what the command line says goes before everything else", () => {
  const given = { ...nothingGiven, vrrpPidFile: "/x.pid-vrrp" };
  assert.deepEqual(pidFilesOf(given, { ...none, instance: "one" }), {
    daemon: "/run/keepalived/keepalived_one.pid",
    vrrp: "/x.pid-vrrp",
    checkers: "/run/keepalived/checkers_one.pid",
  });
});
