import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

export type PageFile = {
  readonly body: Uint8Array;
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content. */
  readonly isLasting: boolean;
};

/** By the path of the URL: "/index.html", "/assets/main-Bq2x.js". */
export type PageFiles = ReadonlyMap<string, PageFile>;

const fileLimit = 200;
const sizeLimit = 16 * 1024 * 1024;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

/**
 * Reads the page as it was built. All of it is kept, so that a request touches no file: whatever path it names, there
 * is only what is in here. Files of other kinds are left out. Empty where it was not built.
 */
export function readPageFiles(folder: string): PageFiles {
  const files = new Map<string, PageFile>();
  let size = 0;
  for (const name of namesIn(folder)) {
    const type = types[extname(name)];
    if (type === undefined || files.size >= fileLimit) continue;
    const body = readFileSync(join(folder, name));
    size += body.length;
    if (size > sizeLimit) break;
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, etagLength)}"`;
    files.set(`/${name}`, { body, type, etag, isLasting: name.startsWith("assets/") });
  }
  return files;
}

const etagLength = 22;

function namesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .toSorted();
  } catch {
    return [];
  }
}
