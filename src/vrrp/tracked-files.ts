import type { TrackFileConfig } from "./config.ts";
import type { VrrpEvent } from "./events.ts";

/** What is in a file, or its beginning; undefined when there is no file that could be read. */
export type FileContent = string | undefined;

/** Numbers that are no mistake (keepalived.conf(5), "Track files"). */
const largest = 2 ** 31;

/**
 * The number at the beginning of the content, as the C library reads it: after white space, with a sign, decimal or
 * hexadecimal. A file that is missing, empty or begins with something else says 0; undefined: the number is too large.
 */
export function parseFileNumber(content: FileContent): number | undefined {
  const match = /^\s*(?<sign>[+-]?)(?<digits>0[xX][0-9a-fA-F]+|[0-9]+)/u.exec(content ?? "");
  const digits = match?.groups?.["digits"];
  if (digits === undefined) return 0;
  const value = Number(digits);
  if (value > largest) return undefined;
  return match?.groups?.["sign"] === "-" && value !== 0 ? -value : value;
}

/** The numbers of all tracked files, by the names of their `track_file` blocks. */
export class TrackedFiles {
  #values = new Map<string, number>();

  valueOf(file: string): number {
    return this.#values.get(file) ?? 0;
  }

  values(): ReadonlyMap<string, number> {
    return new Map(this.#values);
  }

  /** Only these files from now on. What a number cannot be read from keeps the number that it had. */
  configure(files: readonly TrackFileConfig[], contents: ReadonlyMap<string, FileContent>): readonly VrrpEvent[] {
    const events: VrrpEvent[] = [];
    const before = this.#values;
    this.#values = new Map(files.map(({ name }) => [name, before.get(name) ?? 0]));
    for (const { name } of files) {
      if (contents.has(name)) events.push(...this.read(name, contents.get(name)));
    }
    return events;
  }

  /** The event of another number than before, or of content that says none. */
  read(file: string, content: FileContent): readonly VrrpEvent[] {
    const from = this.#values.get(file);
    if (from === undefined) return [];
    const to = parseFileNumber(content);
    if (to === undefined) return [{ kind: "file-invalid", file, content: (content ?? "").trim() }];
    if (to === from) return [];
    this.#values.set(file, to);
    return [{ kind: "file-value", file, from, to }];
  }
}
