import type { Command } from "../../base/command.ts";
import { seconds } from "../../base/time.ts";
import type { ScriptConfig, Weight } from "../../vrrp/config.ts";
import type { Account } from "../account.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { vrrpScript, vrrpScriptScope } from "../schema/vrrp-script.ts";
import { noWeight } from "../schema/weight.ts";
import type { Statement } from "../tree.ts";
import { locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";
import { checkUser } from "./script-line.ts";

/** A `vrrp_script`, with what only the configuration needs to know of it. */
export type ScriptDraft = {
  readonly name: Word;
  readonly config: ScriptConfig;
  readonly command: Command;
  readonly account: Account | undefined;
  /** For trackers that give no weight of their own. */
  readonly weight: Weight;
};

/** Reads a `vrrp_script` block; undefined when there is nothing to run, or nobody to run it as. */
export function decodeScript(name: Word, statement: Statement, context: DecodeContext): ScriptDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(vrrpScriptScope, statement.block?.statements ?? [], report);
  const place = scope.parameterAt(vrrpScript.script);
  const command = scope.value(vrrpScript.script);
  const interval = scope.value(vrrpScript.interval) ?? seconds(1);
  const accountPlace = scope.parameterAt(vrrpScript.user);
  const account = scope.value(vrrpScript.user);
  const draft = {
    name,
    config: {
      name: name.text,
      interval,
      timeout: scope.value(vrrpScript.timeout) ?? interval,
      rise: scope.value(vrrpScript.rise) ?? 1,
      fall: scope.value(vrrpScript.fall) ?? 1,
      initFail: scope.value(vrrpScript.initFail) ?? false,
    },
    account,
    weight: scope.value(vrrpScript.weight) ?? noWeight,
  };
  if (command === undefined || place === undefined) {
    reportNoScript(place ?? name, name, context.report);
    return undefined;
  }
  const runs = account === undefined || checkUser(account, accountPlace ?? place, context, report);
  if (!runs) return undefined;
  context.locations.set(locationKey("script", name.text, "script"), place);
  return { ...draft, command };
}

function reportNoScript(place: Word, { text }: Word, report: Reporter): void {
  const cure = 'write script "/path/program arguments"';
  report.error("missing-setting", place, `No script set for vrrp_script ${text} - removing`, { cure });
}
