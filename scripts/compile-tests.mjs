/**
 * Bundles every test file, and every program that tests start, into .tests/, so that each of some hundred processes
 * starts in a fraction of the time that compiling at its start would take. What files say of their own place stays true:
 * that in the source tree, by `import.meta.url` and, for messages, by source maps.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

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
  const { build } = await import("esbuild");
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: ["src", "test", "labs"].flatMap(entries),
    outdir: folder,
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
    plugins: [{ name: "places", setup: keepPlaces }],
  });
  return folder;
}

function entries(top) {
  return readdirSync(join(root, top), { recursive: true })
    .filter((name) => name.endsWith(".test.ts") || name.endsWith("-main.ts"))
    .map((name) => join(top, name));
}

function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const url = JSON.stringify(pathToFileURL(path).href);
    return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", url), loader: "ts" };
  });
}
