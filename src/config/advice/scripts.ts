import type { Command } from "../../base/command.ts";
import type { NotifyScripts } from "../../notify/config.ts";
import { locationKey } from "../load.ts";
import type { Account } from "../model.ts";
import { Findings, Reporter } from "../reporter.ts";
import { parseAccount } from "../schema/account.ts";
import { scriptCall } from "../schema/script-call.ts";
import type { Span } from "../source.ts";
import type { Statement } from "../tree.ts";
import { settingOf } from "./blocks.ts";
import type { Subject } from "./subject.ts";

/** A script that the daemon would run. */
export type Script = {
  /** The name of the block that it belongs to; undefined: it has none. */
  readonly label: string | undefined;
  readonly command: Command;
  readonly place: Span | undefined;
  /** Who it runs as; undefined: whom the daemon takes when nobody is named. */
  readonly account: Account | undefined;
  /** It is a `vrrp_script`. */
  readonly isTracked: boolean;
};

/** Every script of trackers, instances, groups and load balancing, with where it is written. */
export function eachScript({ configuration, locations, blocks }: Subject): readonly Script[] {
  const { scriptCommands, notify, scriptAccounts, global } = configuration;
  const script = (kind: "instance" | "group" | "script", name: string, keyword: string, command: Command): Script => {
    const key = locationKey(kind, name, keyword);
    const account = scriptAccounts.get(key) ?? global.scripts.account;
    return { label: name, command, place: locations.get(key), account, isTracked: kind === "script" };
  };
  const notifiers = (kind: "instance" | "group", scripts: ReadonlyMap<string, NotifyScripts>): readonly Script[] =>
    Array.from(scripts).flatMap(([name, states]) =>
      Object.entries(states).map(([state, command]) =>
        script(kind, name, state === "any" ? "notify" : `notify_${state}`, command),
      ),
    );
  return [
    ...Array.from(scriptCommands, ([name, command]) => script("script", name, "script", command)),
    ...notifiers("instance", notify.instances),
    ...notifiers("group", notify.groups),
    ...blocks.all("virtual_server").flatMap((server) => scriptsInside(server, global.scripts.account)),
  ];
}

/** Words of `virtual_server`, `real_server` and `MISC_CHECK` that name a script. */
const scriptKeywords: ReadonlySet<string> = new Set([
  "quorum_up",
  "quorum_down",
  "notify_up",
  "notify_down",
  "misc_path",
]);

/** The scripts of a block and of those in it. */
function scriptsInside(block: Statement, usual: Account | undefined): readonly Script[] {
  return (block.block?.statements ?? []).flatMap((statement) => {
    if (statement.block !== undefined) return scriptsInside(statement, usual);
    if (!scriptKeywords.has(statement.keyword.text) || statement.words.length === 0) return [];
    // What is wrong with the line was reported when it was loaded.
    const written = scriptCall.read(statement, new Reporter(new Findings()));
    const user = settingOf(block, "user");
    const account = written?.account ?? (user && parseAccount(user.words)) ?? usual;
    if (written === undefined) return [];
    return [{ label: undefined, command: written.command, place: written.place, account, isTracked: false }];
  });
}

/** Findings about a script name the block that it belongs to. */
export function within(report: Reporter, label: string | undefined): Reporter {
  return label === undefined ? report : report.within(label);
}
