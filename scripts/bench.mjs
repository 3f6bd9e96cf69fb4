/**
 * Measures Holdfast against C Keepalived side by side and prints tables: `npm run bench [-- LAB...]`. Every
 * labs/LAB/bench.ts is a program of its own that prints its table; one that fails does not keep the others from it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "./prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const known = readdirSync(join(root, "labs"))
  .filter((lab) => existsSync(join(root, "labs", lab, "bench.ts")))
  .toSorted();
const chosen = process.argv.slice(2);
const unknown = chosen.filter((lab) => !known.includes(lab));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(1);
}

await prepare("test");
for (const lab of chosen.length === 0 ? known : chosen) {
  const { status } = spawnSync(process.execPath, ["--import", "tsx", join(root, "labs", lab, "bench.ts")], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.log(`The bench of labs/${lab} failed`);
    process.exitCode = 1;
  }
}
