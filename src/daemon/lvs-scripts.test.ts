import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { loadConfiguration } from "../config/load.ts";
import type { Configuration } from "../config/model.ts";
import { checkLvsScripts } from "./lvs-scripts.ts";

function load(text: string): Configuration {
  return loadConfiguration({ path: "k.conf", text }, { hostName: "node1" }).configuration;
}

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "scripts-"));
  context.after(() => rmSync(path, { recursive: true }));
  writeFileSync(join(path, "good"), "#!/bin/sh\n");
  chmodSync(join(path, "good"), 0o755);
  return path;
}

const service = (up: string, check: string): string => `
virtual_server 192.0.2.1 80 {
  protocol TCP
  quorum_up "${up} quorum" root
  quorum_down "${up}.missing"
  real_server 198.51.100.1 80 {
    notify_up "${up} up" root
    notify_down "${up}.missing down"
    MISC_CHECK {
      misc_path "${check} check"
      user root
    }
    TCP_CHECK {
    }
  }
}
`;

test("scripts that can be started stay as they are written, and it is known what is started for them", (context) => {
  const good = join(folder(context), "good");
  const { global, lvs } = load(service(good, good));
  const { config, commands } = checkLvsScripts(lvs, global.scripts);
  const [virtualServer] = config.virtualServers;
  const [server] = virtualServer?.realServers ?? [];
  assert.deepEqual(virtualServer?.quorumUp?.command.words, [good, "quorum"]);
  assert.deepEqual(server?.notifyUp?.command.words, [good, "up"]);
  assert.deepEqual(
    server?.checkers.map(({ kind }) => kind),
    ["tcp", "misc"],
  );
  assert.ok(virtualServer?.quorumUp !== undefined);
  assert.deepEqual(commands.of(virtualServer.quorumUp)?.words.slice(-2), [good, "quorum"]);
});

test("those that cannot be are left out, each with one line, and so is a check that would run one", (context) => {
  const good = join(folder(context), "good");
  const { global, lvs } = load(service(good, `${good}.missing`));
  const { config, messages } = checkLvsScripts(lvs, global.scripts);
  const [virtualServer] = config.virtualServers;
  const [server] = virtualServer?.realServers ?? [];
  assert.deepEqual([virtualServer?.quorumDown, server?.notifyDown], [undefined, undefined]);
  assert.deepEqual(
    server?.checkers.map(({ kind }) => kind),
    ["tcp"],
  );
  const missing = `Script ${good}.missing cannot be accessed - No such file or directory`;
  assert.deepEqual(messages, [
    missing,
    missing,
    missing,
    `Disabling misc script ${good}.missing since not found/accessible`,
  ]);
});
