/**
 * Bundles src/main.ts into dist/: a small entry, one chunk for each thing that is loaded only when needed, and one file
 * for each process that the supervisor starts, which is read faster than fifty. And the pages of src/web into dist/web
 * and dist/rehearsal. Does nothing when dist/ is newer than everything it is made of.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPage } from "./build-page.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const bundle = join(dist, "main.js");

/** Children of the supervisor: each is loaded whole by a process of its own, from src/main.ts. */
const children = {
  "vrrp-process": "src/daemon/vrrp-process.ts",
  "checkers-process": "src/daemon/checkers-process.ts",
  "mailer-process": "src/daemon/mailer-process.ts",
  "observer-process": "src/observe/observer-process.ts",
};

if (isUpToDate()) {
  console.log("dist is up to date");
} else {
  await build().catch(giveUp);
}
await buildPage().catch(giveUp);

async function build() {
  const { build: bundleUp } = await import("esbuild");
  const options = {
    absWorkingDir: root,
    outdir: "dist",
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["koffi", "commander", "nodemailer", "hono", "@hono/node-server", "prom-client"],
    sourcemap: true,
    sourcesContent: false,
    minifySyntax: true,
    logLevel: "warning",
  };
  const apart = { name: "children", setup: keepApart };
  const bundles = await Promise.all([
    bundleUp({ ...options, entryPoints: ["src/main.ts"], splitting: true, plugins: [apart] }),
    bundleUp({ ...options, entryPoints: children }),
  ]);
  replaceDist(bundles.flatMap(({ outputFiles }) => outputFiles));
  console.log("dist is built");
}

/** What the entry imports of the children is in files of their own. */
function keepApart({ onResolve }) {
  onResolve({ filter: /-process\.ts$/ }, ({ kind, path }) => {
    const name = basename(path, ".ts");
    return kind === "dynamic-import" && name in children ? { path: `./${name}.js`, external: true } : undefined;
  });
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
  for (const { name } of readdirSync(dist, { withFileTypes: true }).filter((each) => each.isFile())) {
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
