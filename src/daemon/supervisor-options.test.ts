import assert from "node:assert/strict";
import { test } from "node:test";

import { readKeepalivedCommand } from "../cli/keepalived-command.ts";
import { stateDirectoryOf } from "./supervisor-options.ts";

function directoryOf(...words: readonly string[]): string {
  const command = readKeepalivedCommand("keepalived", words);
  assert(command.kind === "run");
  return stateDirectoryOf(command.options, command.options.pidFile ?? "/run/keepalived.pid");
}

test("every daemon has a state directory of its own, named by its pid file", () => {
  assert.equal(directoryOf(), "/run/holdfast/run%2Fkeepalived.pid");
  assert.equal(directoryOf("-p", "/var/lib/a-b/c.pid"), "/run/holdfast/var%2Flib%2Fa-b%2Fc.pid");
  assert.equal(directoryOf("-p", "/x", "--state-dir", "/var/lib/holdfast"), "/var/lib/holdfast");
  assert.equal(directoryOf("--state-dir=state"), `${process.cwd()}/state`);
});
