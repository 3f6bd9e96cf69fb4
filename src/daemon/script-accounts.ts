import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import type { Command } from "../base/command.ts";
import type { Account } from "../config/model.ts";

/** util-linux, which every Debian has: changes user and group and becomes the program. */
const setpriv = "/usr/bin/setpriv";
const defaultUser = "keepalived_script";

/** Who may run scripts, and what must stand before a command so that it runs as somebody else. */
export class ScriptAccounts {
  readonly #users = namesIn("/etc/passwd");
  readonly #groups = namesIn("/etc/group");
  readonly #default: Account | undefined;

  /** `configured` is `script_user`; without it keepalived_script when there is such a user, else the daemon's own. */
  constructor(configured: Account | undefined) {
    this.#default = configured ?? (this.#users.has(defaultUser) ? { user: defaultUser, group: undefined } : undefined);
  }

  /** What is wrong with an account; undefined when nothing is. */
  problem(account: Account | undefined): string | undefined {
    const { user, group } = account ?? this.#default ?? {};
    if (user !== undefined && !this.#users.has(user) && !isKnown("passwd", user))
      return `Script user '${user}' does not exist`;
    if (group !== undefined && !this.#groups.has(group) && !isKnown("group", group))
      return `Script group '${group}' does not exist`;
    return undefined;
  }

  /** The command that runs as the account; as it is when that is the daemon's own. */
  as(account: Account | undefined, command: Command): Command {
    const wanted = account ?? this.#default;
    if (wanted === undefined || (wanted.user === "root" && wanted.group === undefined && process.getuid?.() === 0)) {
      return command;
    }
    const group = wanted.group === undefined ? "--init-groups" : "--clear-groups";
    const gid = wanted.group ?? this.#users.get(wanted.user);
    return {
      words: [setpriv, `--reuid=${wanted.user}`, `--regid=${gid ?? wanted.user}`, group, "--", ...command.words],
    };
  }
}

/** Asks the name services (nsswitch.conf(5)) for a name that the files do not have. */
function isKnown(database: "passwd" | "group", name: string): boolean {
  return spawnSync("getent", [database, name], { stdio: "ignore", timeout: 2000 }).status === 0;
}

/** Names with their fourth field, which in /etc/passwd is the number of the user's own group. */
function namesIn(path: string): ReadonlyMap<string, string> {
  try {
    return new Map(
      readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split(":"))
        .map(([name = "", , , group = ""]) => [name, group] as const),
    );
  } catch {
    return new Map();
  }
}
