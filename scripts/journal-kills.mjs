/**
 * Kills a process that writes to 25 journals at a random moment, a thousand times or as often as it is told, and looks
 * after each whether they have all that was reported as written: `npm run journal-kills [-- COUNT]`.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleSources } from "./bundle-sources.mjs";
import { compiledVariable } from "./compile-tests.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, ".tests", String(process.pid));
const [count = "1000"] = process.argv.slice(2);

process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const sources = ["journal-kill.test.ts", "journal-writer-main.ts"].map((name) => join(root, "labs", "events", name));
await bundleSources(root, sources, folder);
const { status } = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=spec", join(folder, "labs", "events", "journal-kill.test.js")],
  { stdio: "inherit", env: { ...process.env, [compiledVariable]: folder, HOLDFAST_JOURNAL_KILLS: count } },
);
process.exitCode = status ?? 1;
