import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

import type { Command } from "../base/command.ts";
import type { Account } from "../config/model.ts";

/** util-linux, which every Debian has: changes user and group and becomes the program. */
const setpriv = "/usr/bin/setpriv";
const defaultUser = "keepalived_script";

type Database = "passwd" | "group";

/** Who may run scripts, and what must stand before a command so that it runs as somebody else. */
export class ScriptAccounts {
  readonly #files: Readonly<Record<Database, ReadonlyMap<string, readonly string[]>>> = {
    passwd: entriesOf("/etc/passwd"),
    group: entriesOf("/etc/group"),
  };
  readonly #default: Account | undefined;

  /** `configured` is `script_user`; without it keepalived_script when there is such a user, else the daemon's own. */
  constructor(configured: Account | undefined) {
    const hasDefault = this.#files.passwd.has(defaultUser);
    this.#default = configured ?? (hasDefault ? { user: defaultUser, group: undefined } : undefined);
  }

  /** Whether scripts of the account run as root; undefined: of the account that is taken when nobody is named. */
  isRoot(account: Account | undefined): boolean {
    const wanted = account ?? this.#default;
    if (wanted === undefined) return process.geteuid?.() === 0;
    return this.#find("passwd", wanted.user)?.[2] === "0";
  }

  /**
   * The command that runs as the account, as it is when that is the daemon's own; or what is wrong, in the words of
   * the reference.
   */
  as(account: Account | undefined, command: Command): Command | { readonly problem: string } {
    const wanted = account ?? this.#default;
    if (wanted === undefined) return command;
    const user = this.#find("passwd", wanted.user);
    if (user === undefined) return { problem: `Script user '${wanted.user}' does not exist` };
    const group = wanted.group === undefined ? undefined : this.#find("group", wanted.group);
    if (wanted.group !== undefined && group === undefined) {
      return { problem: `Script group '${wanted.group}' does not exist` };
    }
    const [, , uid = "", gid = ""] = user;
    if (Number(uid) === process.geteuid?.() && group === undefined) return command;
    if (process.geteuid?.() !== 0) {
      return {
        problem: `Unable to set uid:gid ${uid}:${group?.[2] ?? gid} for script ${command.words[0]} - disabling`,
      };
    }
    if (!existsSync(setpriv))
      return { problem: `Script user '${wanted.user}' needs ${setpriv} (util-linux) - disabling` };
    const groups = group === undefined ? "--init-groups" : "--clear-groups";
    return {
      words: [setpriv, `--reuid=${uid}`, `--regid=${group?.[2] ?? gid}`, groups, "--", ...command.words],
    };
  }

  /** The fields of the entry, asked of the name services (nsswitch.conf(5)) when the files do not have it. */
  #find(database: Database, name: string): readonly string[] | undefined {
    const found = this.#files[database].get(name);
    if (found !== undefined) return found;
    const { status, stdout } = spawnSync("getent", [database, name], { encoding: "utf8", timeout: 2000 });
    return status === 0 ? stdout.trim().split(":") : undefined;
  }
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
