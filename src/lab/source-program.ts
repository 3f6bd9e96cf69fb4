import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Names the folder that the test run has bundled programs into, in the shape of the source tree. */
const compiledVariable = "HOLDFAST_COMPILED_TESTS";

/**
 * The words that start a program of the source tree, a file named "...-main.ts": its bundle where the test run has made
 * one, which starts in a fraction of the time.
 */
export function sourceProgram(url: URL): readonly [string, ...string[]] {
  const path = fileURLToPath(url);
  const folder = process.env[compiledVariable];
  if (folder === undefined) return [process.execPath, "--import", import.meta.resolve("tsx"), path];
  return [process.execPath, join(folder, relative(root, path).replace(/\.ts$/u, ".js"))];
}
