/**
 * `npm run rehearse:soak -- [--seconds N] [--seed N]`: bundles the soak of rehearsals, which runs some times faster
 * than it would as it is, and runs it with these words.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { bundleSources } from "./bundle-sources.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Of this run, inside the project, where packages are found. */
const folder = join(root, ".tests", String(process.pid));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const main = "test/properties/rehearse-soak-main";
await bundleSources(root, [`${main}.ts`], folder);
const words = ["--enable-source-maps", join(folder, `${main}.js`), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, words, { stdio: "inherit" });
process.exitCode = status ?? 1;
