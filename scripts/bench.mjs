/** Measures Holdfast against C Keepalived side by side and prints tables: `npm run bench`. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What is measured, each by a program of its own. */
const benches = ["labs/parsing/bench.ts"];

await prepare("test");
for (const bench of benches) {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", join(root, bench)], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
