import { build } from "esbuild";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A program of this folder in one file of JavaScript, for as long as it is wanted. */
export type Bundle = {
  readonly path: string;
  /** The words that start it, before its own. */
  readonly words: readonly string[];
  remove(): void;
};

/** Packages written for CommonJS ask for `require`, which an ES module has to be given. */
const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** Compiles `entry`, such as "actors.ts", and everything it needs. Rejects with what esbuild says. */
export async function bundle(entry: string): Promise<Bundle> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bundle-"));
  const path = join(directory, "bundle.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: { js: banner },
    logLevel: "error",
  });
  return {
    path,
    words: [process.execPath, path],
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
