import type { LvsSyncDaemon } from "../../global-config.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Statement } from "../../tree.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import type { Range } from "../numbers.ts";
import { parseAddress } from "../shapes.ts";
import { quoteWord, requiredWord, shorten } from "../words.ts";

type Draft = { -readonly [K in keyof LvsSyncDaemon]: LvsSyncDaemon[K] };
type NumberOption = "id" | "maximumLength" | "port" | "ttl";

/** The options that take a number (keepalived.conf(5), "lvs_sync_daemon"). */
const numbers: ReadonlyMap<string, Range & { readonly option: NumberOption }> = new Map([
  ["id", { option: "id", minimum: 0, maximum: 255, otherwise: "defaulting to the VRID" }],
  ["maxlen", { option: "maximumLength", minimum: 1, maximum: 65_507 }],
  ["port", { option: "port", minimum: 1, maximum: 65_535 }],
  ["ttl", { option: "ttl", minimum: 1, maximum: 255 }],
]);

/** `INTERFACE [[inst] INSTANCE] [id N] [maxlen N] [port N] [ttl N] [group ADDRESS]`. */
export const lvsSyncDaemon: Shape<LvsSyncDaemon> = {
  syntax:
    "<INTERFACE> [[inst] <VRRP INSTANCE>] [id <0..255>] [maxlen <1..65507>] [port <1..65535>] [ttl <1..255>] " +
    "[group <MULTICAST ADDRESS>]",
  block: false,
  read(statement, report) {
    const device = requiredWord(statement, 0, report);
    if (device === undefined) return undefined;
    const draft: Draft = { interface: device.text };
    for (let index = 1; index < statement.words.length; index++) {
      index = readOption(statement, index, draft, report);
    }
    return draft;
  },
  print(daemon) {
    const instance = daemon.instance === undefined ? [] : ["inst", quoteWord(daemon.instance)];
    const settings = Array.from(numbers, ([word, { option }]) =>
      daemon[option] === undefined ? [] : [word, String(daemon[option])],
    );
    const group = daemon.group === undefined ? [] : ["group", daemon.group.toString()];
    return [quoteWord(daemon.interface), ...instance, ...settings.flat(), ...group].join(" ");
  },
};

/** Reads the option at `index`; returns the index of its last word. */
function readOption(statement: Statement, index: number, draft: Draft, report: Reporter): number {
  const option = statement.words[index];
  const value = statement.words[index + 1];
  if (option === undefined) return index;
  const number = numbers.get(option.text);
  if (number !== undefined || option.text === "group") {
    if (value === undefined) {
      const message = `No value specified for lvs_sync_daemon ${option.text} - ignoring`;
      report.error("missing-setting", option, message);
    } else if (number === undefined) readGroup(value, draft, report);
    else readNumber(value, option.text, number, draft, report);
    return index + 1;
  }
  if (option.text === "inst") {
    const instance = requiredWord(statement, index + 1, report);
    if (instance !== undefined) draft.instance = instance.text;
    return index + 1;
  }
  // Without the word in front of it, as old files have it.
  if (index === 1) draft.instance = option.text;
  else readUnnamed(option, index, draft, report);
  return index;
}

function readNumber(
  value: Word,
  name: string,
  range: Range & { readonly option: NumberOption },
  draft: Draft,
  report: Reporter,
): void {
  const number = parseNumber(value, wholeNumber, range, `lvs_sync_daemon ${name}`, report);
  if (number !== undefined) draft[range.option] = number;
}

function readGroup(value: Word, draft: Draft, report: Reporter): void {
  const group = parseAddress(value, undefined, "lvs_sync_daemon group", report);
  if (group === undefined) return;
  if (group.isMulticast) draft.group = group;
  else {
    const message = `lvs_sync_daemon group address ${group.toString()} is not multicast - ignoring`;
    report.error("invalid-value", value, message);
  }
}

/** A number behind interface and instance is the id, as the oldest files have it. */
function readUnnamed(word: Word, index: number, draft: Draft, report: Reporter): void {
  if (index === 2 && /^\d/u.test(word.text)) {
    const message = 'please use keyword "id" before the lvs_sync_daemon id';
    report.warning("deprecated", word, message, { cure: `write id ${shorten(word.text)}` });
    const range = numbers.get("id");
    if (range !== undefined) readNumber(word, "id", range, draft, report);
    return;
  }
  report.error("invalid-value", word, `unknown option '${shorten(word.text)}' specified for lvs_sync_daemon`);
}
