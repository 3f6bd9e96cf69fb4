import { readFileSync } from "node:fs";

import type { AccountNames } from "../config/load.ts";

export type Database = "passwd" | "group";

/**
 * The users and groups of this machine. Files are read, and other name services asked, when somebody asks for a name.
 */
export class NameService {
  readonly #files = new Map<Database, ReadonlyMap<string, readonly string[]>>();
  readonly #others = new Map<string, readonly string[] | undefined>();

  /** Whether the file itself has the entry. */
  knows(database: Database, name: string): boolean {
    return this.#entries(database).has(name);
  }

  /** The fields of an entry, asked of the name services (nsswitch.conf(5)) when the file does not have it. */
  find(database: Database, name: string): readonly string[] | undefined {
    return this.#entries(database).get(name) ?? this.#ask(database, name);
  }

  #entries(database: Database): ReadonlyMap<string, readonly string[]> {
    const known = this.#files.get(database) ?? entriesOf(`/etc/${database}`);
    this.#files.set(database, known);
    return known;
  }

  #ask(database: Database, name: string): readonly string[] | undefined {
    const key = `${database} ${name}`;
    if (this.#others.has(key)) return this.#others.get(key);
    // Loaded when it is needed: it would take a twentieth of the time of a configuration test.
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    const { status, stdout } = spawnSync("getent", [database, name], { encoding: "utf8", timeout: 2000 });
    const fields = status === 0 ? stdout.trim().split(":") : undefined;
    // getent takes a number for a name, too.
    const entry = fields?.[0] === name ? fields : undefined;
    this.#others.set(key, entry);
    return entry;
  }
}

/** The same for who only wants to know whether there is a name. */
export function accountNames(): AccountNames {
  const names = new NameService();
  return {
    hasUser: (name) => names.find("passwd", name) !== undefined,
    hasGroup: (name) => names.find("group", name) !== undefined,
  };
}

/** The entries of a file of the form of passwd(5), by name. */
function entriesOf(path: string): ReadonlyMap<string, readonly string[]> {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    return new Map(lines.map((line) => line.split(":")).map((fields) => [fields[0] ?? "", fields] as const));
  } catch {
    return new Map();
  }
}
