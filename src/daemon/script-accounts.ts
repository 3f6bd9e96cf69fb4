import { existsSync } from "node:fs";

import type { Command } from "../base/command.ts";
import type { ScriptsConfig } from "../config/global-config.ts";
import type { Account } from "../config/model.ts";
import { NameService } from "./name-service.ts";

/** util-linux, which every Debian has: changes user and group and becomes the program. */
export const setpriv = "/usr/bin/setpriv";
const defaultUser = "keepalived_script";

/** Who may run scripts, and what must stand before a command so that it runs as somebody else. */
export class ScriptAccounts {
  readonly #names = new NameService();
  readonly #default: Account | undefined;
  readonly #mustBeNamed: boolean;
  readonly #allGroups: boolean;
  #lackedDefault = false;

  /**
   * `account` is `script_user`; without it keepalived_script when there is such a user, else the daemon's own, with
   * which script security does not put up. With `set_supplementary_groups` scripts have every group of their user.
   */
  constructor({ account, security, supplementaryGroups }: ScriptsConfig) {
    const hasDefault = this.#names.knows("passwd", defaultUser);
    this.#default = account ?? (hasDefault ? { user: defaultUser, group: undefined } : undefined);
    this.#mustBeNamed = security;
    this.#allGroups = supplementaryGroups ?? false;
  }

  /** Script security was asked for, and a script names no account where there is no other. */
  get lackedDefault(): boolean {
    return this.#lackedDefault;
  }

  /** Whether scripts of the account run as root; undefined: of the account that is taken when nobody is named. */
  isRoot(account: Account | undefined): boolean {
    const wanted = account ?? this.#default;
    if (wanted === undefined) return process.geteuid?.() === 0;
    return this.#names.find("passwd", wanted.user)?.[2] === "0";
  }

  /** "0:0", user and group of the account; undefined: there is no such account. */
  ids(account: Account | undefined): string | undefined {
    const wanted = account ?? this.#default;
    if (wanted === undefined) return `${process.geteuid?.() ?? 0}:${process.getegid?.() ?? 0}`;
    const [, , uid, gid] = this.#names.find("passwd", wanted.user) ?? [];
    const group = wanted.group === undefined ? gid : this.#names.find("group", wanted.group)?.[2];
    return uid === undefined || group === undefined ? undefined : `${uid}:${group}`;
  }

  /**
   * The command that runs as the account, as it is when that is the daemon's own; or what is wrong, in the words of
   * the reference.
   */
  as(account: Account | undefined, command: Command): Command | { readonly problem: string } {
    const wanted = account ?? this.#default;
    if (wanted === undefined && this.#mustBeNamed) {
      this.#lackedDefault = true;
      return {
        problem: `Unable to set default user ${defaultUser} for script ${command.words[0]} - removing; name a script_user`,
      };
    }
    if (wanted === undefined) return command;
    const user = this.#names.find("passwd", wanted.user);
    if (user === undefined) return { problem: `Script user '${wanted.user}' does not exist` };
    const group = wanted.group === undefined ? undefined : this.#names.find("group", wanted.group);
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
    const groups = this.#allGroups ? "--init-groups" : "--clear-groups";
    return {
      words: [setpriv, `--reuid=${uid}`, `--regid=${group?.[2] ?? gid}`, groups, "--", ...command.words],
    };
  }
}
