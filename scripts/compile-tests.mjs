/**
 * Bundles every test file, and every program that tests start, into .tests/, so that each of some hundred processes
 * starts in a fraction of the time that compiling at its start would take.
 */
import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { bundleSources, filesEnding } from "./bundle-sources.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Of this run: others may go on at the same time. Inside the project, where packages are found. */
const folder = join(root, ".tests", String(process.pid));

/** The environment variable by which tests that start programs of the source tree find their bundles. */
export const compiledVariable = "HOLDFAST_COMPILED_TESTS";

/** The bundle of a source file. */
export function compiled(path) {
  return join(folder, relative(root, path).replace(/\.ts$/u, ".js"));
}

/** Returns the folder that `compiledVariable` is to name; it goes with this process. */
export async function compileTests() {
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await bundleSources(root, filesEnding(root, ["src", "test", "labs"], ".test.ts", "-main.ts"), folder);
  return folder;
}
