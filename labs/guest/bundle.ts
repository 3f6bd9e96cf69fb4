import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** One file of compiled JavaScript, for a machine in which compiling takes ten times as long. */
export type Bundle = { readonly path: string; readonly remove: () => void };

/**
 * Makes one program of TypeScript files that does what these do, one after the other. Each finds its own path in
 * `import.meta.url`, as if it were not bundled; packages stay outside of it.
 */
export async function bundle(files: readonly URL[]): Promise<Bundle> {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-bundle-"));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  try {
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
    const path = join(directory, "bundle.mjs");
    const imports = files.map((file) => `import ${JSON.stringify(fileURLToPath(file))};`);
    await build({
      absWorkingDir: root,
      stdin: { contents: imports.join("\n"), resolveDir: root },
      outfile: path,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      sourcemap: "inline",
      sourcesContent: false,
      logLevel: "warning",
      plugins: [{ name: "own paths", setup: (plugin) => plugin.onLoad({ filter: /\.ts$/ }, loadWithPath) }],
    });
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function loadWithPath({ path }: { readonly path: string }): { readonly contents: string; readonly loader: "ts" } {
  const url = JSON.stringify(pathToFileURL(path).href);
  return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), loader: "ts" };
}
