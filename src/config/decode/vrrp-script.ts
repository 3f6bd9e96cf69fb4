import type { Command } from "../../base/command.ts";
import { seconds, zeroDuration } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { ScriptConfig, Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Account } from "../model.ts";
import type { Reporter } from "../reporter.ts";
import type { Keyword } from "../schema/keyword.ts";
import { vrrpScript, vrrpScriptScope } from "../schema/vrrp-script.ts";
import { refuseExtraWords, requiredWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { blockName, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";
import { checkAccount, readAccount, readScriptLine } from "./script-line.ts";
import { noWeight, parseWeight } from "./weight.ts";

/** A `vrrp_script`, with what only the configuration needs to know of it. */
export type ScriptDraft = {
  readonly name: Word;
  readonly config: ScriptConfig;
  readonly command: Command;
  readonly account: Account | undefined;
  /** For trackers that give no weight of their own. */
  readonly weight: Weight;
};

/** Reads a `vrrp_script` block; undefined when there is nothing to run. */
export function decodeScript(
  statement: Statement,
  others: ReadonlyMap<string, ScriptDraft>,
  context: DecodeContext,
): ScriptDraft | undefined {
  const name = blockName(statement, context.report);
  if (name === undefined) return undefined;
  const report = context.report.within(name.text);
  if (others.has(name.text)) {
    const cure = "the first vrrp_script of the name counts";
    report.error("duplicate", name, `vrrp script ${name.text} already defined`, { cure });
    return undefined;
  }
  const scope = new ScopeReader(vrrpScriptScope, statement.block?.statements ?? [], report);
  const command = decodeCommand(scope, name, report);
  const interval = decodeInterval(scope, vrrpScript.interval, report) ?? seconds(1);
  const draft = {
    name,
    config: {
      name: name.text,
      interval,
      timeout: decodeInterval(scope, vrrpScript.timeout, report) ?? interval,
      rise: scope.value(vrrpScript.rise) ?? 1,
      fall: scope.value(vrrpScript.fall) ?? 1,
      initFail: scope.value(vrrpScript.initFail) ?? false,
    },
    account: decodeAccount(scope, context, report),
    weight: decodeWeight(scope, report),
  };
  const place = scope.parameterAt(vrrpScript.script);
  if (command === undefined || place === undefined) return undefined;
  context.locations.set(locationKey("script", name.text, "script"), place);
  return { ...draft, command };
}

function decodeCommand(scope: ScopeReader, name: Word, report: Reporter): Command | undefined {
  if (!scope.has(vrrpScript.script)) {
    report.error("missing-setting", name, `No script set for vrrp_script ${name.text} - removing`);
    return undefined;
  }
  const line = scope.value(vrrpScript.script);
  const script = line && readScriptLine(line, report);
  if (script !== undefined && script.rest.length > 0) {
    const message = "only the first word after script is run, the others are dropped";
    const cure = 'put the command and its arguments into one pair of quotes: script "/path/program argument"';
    report.warning("extra-words", line?.words[1], message, { cure, effect: "none" });
  }
  return script?.command;
}

/** 0 becomes one second. */
function decodeInterval(scope: ScopeReader, keyword: Keyword<Duration>, report: Reporter): Duration | undefined {
  const place = scope.parameterAt(keyword);
  const value = scope.value(keyword);
  if (value !== zeroDuration) return value;
  report.warning("out-of-range", place, `vrrp script ${keyword.name} must be greater than 0, setting to 1`);
  return seconds(1);
}

function decodeWeight(scope: ScopeReader, report: Reporter): Weight {
  const line = scope.value(vrrpScript.weight);
  const number = line && requiredWord(line, 0, report);
  if (line === undefined || number === undefined) return noWeight;
  refuseExtraWords(line, 2, report);
  return parseWeight(number, line.words[1], "the script", report) ?? noWeight;
}

function decodeAccount(scope: ScopeReader, context: DecodeContext, report: Reporter): Account | undefined {
  const line = scope.value(vrrpScript.user);
  const user = line && requiredWord(line, 0, report);
  if (line === undefined || user === undefined) return undefined;
  refuseExtraWords(line, 2, report);
  const account = readAccount(line.words.map((word) => word.text));
  return account !== undefined && checkAccount(account, user, context, report) ? account : undefined;
}
