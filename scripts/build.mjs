/**
 * Bundles src/main.ts into dist/: a small entry and one chunk for each thing that is loaded only when needed. Does
 * nothing when dist/ is newer than everything it is made of.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const bundle = join(dist, "main.js");

if (isUpToDate()) {
  console.log("dist is up to date");
} else {
  await build().catch(giveUp);
}

async function build() {
  const { build: bundleUp } = await import("esbuild");
  const { outputFiles } = await bundleUp({
    absWorkingDir: root,
    entryPoints: ["src/main.ts"],
    outdir: "dist",
    write: false,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["koffi", "commander", "nodemailer"],
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: true,
    logLevel: "warning",
  });
  replaceDist(outputFiles);
  console.log("dist is built");
}

/** esbuild has already said what is wrong in the sources. */
function giveUp(error) {
  if (!Array.isArray(error.errors)) console.error(error.message);
  process.exit(1);
}

/** Puts each file in place whole, the entry last: a program that starts meanwhile finds the old files or the new. */
function replaceDist(files) {
  mkdirSync(dist, { recursive: true });
  for (const { path, contents } of files.toSorted((a, b) => Number(a.path === bundle) - Number(b.path === bundle))) {
    const draft = `${path}.${process.pid}.tmp`;
    writeFileSync(draft, contents);
    renameSync(draft, path);
  }
  const current = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(dist)) {
    // Another build may be under way: its drafts are its own.
    if (!current.has(join(dist, name)) && !name.endsWith(".tmp")) rmSync(join(dist, name), { force: true });
  }
}

function isUpToDate() {
  if (!existsSync(bundle)) return false;
  const built = statSync(bundle).mtimeMs;
  return ["src", "package.json", "package-lock.json", "scripts/build.mjs"].every(
    (path) => newest(join(root, path)) < built,
  );
}

/** The time of the latest change in a file or folder, in milliseconds. A removed file changes its folder. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newest(join(path, name)));
  return Math.max(stat.mtimeMs, ...inside);
}
