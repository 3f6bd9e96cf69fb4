import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { bundleSources, filesEnding } from "../../scripts/bundle-sources.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Compiled JavaScript, for a machine in which compiling takes ten times as long. */
export type Bundle = {
  /** What tells programs of the source tree (src/lab/source-program.ts) where they are compiled. */
  readonly environment: Readonly<Record<string, string>>;
  /** Does what the files do, one after the other. */
  readonly path: string;
  readonly remove: () => void;
};

/**
 * Compiles TypeScript files, and every program that tests start.
 */
export async function bundle(files: readonly URL[]): Promise<Bundle> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bundle-"));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    const paths = files.map((file) => relative(root, fileURLToPath(file)));
    await bundleSources(root, [...paths, ...filesEnding(root, ["src", "labs"], "-main.ts")], directory);
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    const path = join(directory, "program.js");
    writeFileSync(path, paths.map((each) => `import "./${each.replace(/\.ts$/u, ".js")}";\n`).join(""));
    return { environment: { HOLDFAST_COMPILED_TESTS: directory }, path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
