import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Opens an alarm whose listener throws, and catches what becomes of that. */
const program = `
  import { openAlarm } from "./src/platform/linux/alarm.ts";
  process.once("uncaughtException", (error) => {
    process.stdout.write(error.message);
    process.exit(3);
  });
  openAlarm(() => {
    throw new Error("of the listener");
  }).set(1);
`;

test("what a listener throws ends up as an uncaught exception, not in an endless loop", () => {
  const words = ["--import", "tsx", "--input-type=module", "--eval", program];
  const { status, stdout } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", timeout: 20_000 });
  assert.deepEqual({ status, stdout }, { status: 3, stdout: "of the listener" });
});
