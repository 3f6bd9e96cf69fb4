/**
 * Builds the pages of src/web, unless they are there already, made of the same sources: that of the daemon into
 * dist/web, and that of a rehearsal into dist/rehearsal, which is one file with nothing outside. Each file is put in
 * place whole, index.html last: it names the others, whose names say what is in them.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "src", "web");
const output = join(root, "dist", "web");
const alone = join(root, "dist", "rehearsal", "page.html");
/** What the pages were made of. */
const seal = join(output, ".sources");
const entry = "index.html";

export async function buildPage() {
  const wanted = digest();
  const isThere = [seal, join(output, entry), alone].every((path) => existsSync(path));
  if (isThere && readFileSync(seal, "utf8") === wanted) return;
  // Nothing in the page itself: a strict Content-Security-Policy lets neither script nor style stand there.
  const chunks = await bundle(entry);
  const single = inline(await bundle("rehearsal.html"));
  const files = new Map(chunks.map((chunk) => [chunk.fileName, chunk.type === "chunk" ? chunk.code : chunk.source]));
  for (const name of listFiles(join(sources, "public"))) {
    files.set(name, readFileSync(join(sources, "public", name)));
  }
  replace(files);
  put(alone, single);
  writeFileSync(seal, wanted);
  console.log("dist/web is built");
}

async function bundle(input) {
  const { build } = await import("vite");
  const { output: chunks } = await build({
    configFile: false,
    root: sources,
    logLevel: "warn",
    build: {
      write: false,
      target: "es2022",
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: join(sources, input) },
    },
  });
  return chunks;
}

/**
 * One page of the chunks: its script and its style stand in it, and a policy lets these two run and nothing else, so
 * that whatever is in a name stays text.
 */
function inline(chunks) {
  const find = (isMeant) => {
    const found = chunks.filter(isMeant);
    if (found.length !== 1)
      throw new Error(`the page of a rehearsal has ${found.length} files of a kind instead of one`);
    return found[0];
  };
  const html = find(({ fileName }) => fileName.endsWith(".html")).source;
  const code = find(({ type }) => type === "chunk").code.trim();
  const style = find(({ fileName }) => fileName.endsWith(".css")).source.trim();
  if (/<\/script|<!--/iu.test(code) || /<\/style/iu.test(style))
    throw new Error("the page would end in its script or style");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(code)}'`,
    `style-src 'sha256-${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html
    .replaceAll(/^ *<link rel="stylesheet"[^>]*>\n/gmu, "")
    .replace(/^ *<script type="module"[^>]*><\/script>\n/mu, "")
    .replace(
      /(<meta charset="utf-8" \/>)/u,
      (meta) => `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    )
    .replace("</head>", () => `  <style>${style}</style>\n  </head>`)
    .replace("</body>", () => `  <script type="module">${code}</script>\n  </body>`);
}

function hashOf(text) {
  return createHash("sha256").update(text).digest("base64");
}

/** Of all that the pages depend on: its sources, and the versions of what builds it and of what goes into it. */
function digest() {
  const hash = createHash("sha256");
  for (const name of listFiles(sources)) {
    if (!name.endsWith(".test.ts")) hash.update(`${name}\0`).update(readFileSync(join(sources, name)));
  }
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const name of ["preact", "uplot", "vite"]) hash.update(`${name} ${packages[`node_modules/${name}`]?.version}\0`);
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest("hex");
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .toSorted();
}

function replace(files) {
  rmSync(seal, { force: true });
  const names = [...files.keys()].toSorted((a, b) => Number(a === entry) - Number(b === entry));
  for (const name of names) {
    put(join(output, name), files.get(name));
  }
  for (const name of listFiles(output)) {
    if (!files.has(name) && !name.endsWith(".tmp")) rmSync(join(output, name), { force: true });
  }
}

function put(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
