import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

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
 * Compiles TypeScript files, and every program that tests start. Each finds its own place in the source tree in
 * `import.meta.url`; packages stay outside.
 */
export async function bundle(files: readonly URL[]): Promise<Bundle> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bundle-"));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    const paths = files.map((file) => relative(root, fileURLToPath(file)));
    await build({
      absWorkingDir: root,
      entryPoints: [...paths, ...["src", "labs"].flatMap(programs)],
      outdir: directory,
      outbase: root,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      sourcemap: "inline",
      sourcesContent: false,
      logLevel: "warning",
      plugins: [{ name: "places", setup: (plugin) => plugin.onLoad({ filter: /\.ts$/ }, keepPlace) }],
    });
    writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
    const path = join(directory, "program.js");
    writeFileSync(path, paths.map((each) => `import "./${each.replace(/\.ts$/u, ".js")}";\n`).join(""));
    return { environment: { HOLDFAST_COMPILED_TESTS: directory }, path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function programs(top: string): readonly string[] {
  const names = readdirSync(join(root, top), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith("-main.ts")).map((name) => join(top, name));
}

function keepPlace({ path }: { readonly path: string }): { readonly contents: string; readonly loader: "ts" } {
  const url = JSON.stringify(pathToFileURL(path).href);
  return { contents: readFileSync(path, "utf8").replaceAll(/import\.meta\.url/gu, url), loader: "ts" };
}
