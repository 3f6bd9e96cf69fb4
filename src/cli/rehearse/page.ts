import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { errorCode } from "../../daemon/error-code.ts";
import type { RehearsalDocument } from "../../rehearse/picture/document.ts";
import { embed } from "../../rehearse/picture/embed.ts";

/** Beside the bundle, and in the tree of the sources. */
const places = ["rehearsal/page.html", "../../../dist/rehearsal/page.html"];

/** Writes the page of a rehearsal, one file. Returns what went wrong, for people; undefined: nothing. */
export function writePage(path: string, document: RehearsalDocument): string | undefined {
  const page = readFirst(places.map((place) => fileURLToPath(new URL(place, import.meta.url))));
  if (page === undefined) return "holdfast: the page is missing in this installation: npm run build makes it";
  try {
    writeFileSync(path, embed(page, document));
    return undefined;
  } catch (error) {
    return `holdfast: ${path} cannot be written: ${errorCode(error)}`;
  }
}

function readFirst(paths: readonly string[]): string | undefined {
  for (const path of paths) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // The next one, if there is one.
    }
  }
  return undefined;
}
