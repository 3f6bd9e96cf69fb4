import { printSeconds } from "../../base/time.ts";
import type { AnnouncementGroup } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { garpGroup, garpGroupScope } from "../schema/garp-group.ts";
import { allWords, quoteWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { checkInterface } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { ScopeReader } from "./scope-reader.ts";

/** Reads the `garp_group` blocks; an interface belongs to the first one that names it. */
export function decodeGarpGroups(blocks: readonly Statement[], context: DecodeContext): readonly AnnouncementGroup[] {
  const taken = new Set<string>();
  return blocks.flatMap((block, index) => decodeGarpGroup(block, index, taken, context) ?? []);
}

function decodeGarpGroup(
  statement: Statement,
  index: number,
  taken: Set<string>,
  context: DecodeContext,
): AnnouncementGroup | undefined {
  const { report } = context;
  const scope = new ScopeReader(garpGroupScope, statement.block?.statements ?? [], report);
  const garpInterval = scope.value(garpGroup.garpInterval);
  const gnaInterval = scope.value(garpGroup.gnaInterval);
  const names = readInterfaces(scope, statement, context);
  const interfaces = names.filter((name) => isFree(name, taken, context)).map((name) => name.text);
  if (garpInterval === undefined && gnaInterval === undefined) {
    const message = `garp group ${index} does not have any delay set - removing`;
    report.warning("missing-setting", statement.keyword, message, { cure: "write garp_interval or gna_interval" });
    return undefined;
  }
  if (interfaces.length > 0) return { interfaces, garpInterval, gnaInterval };
  if (names.length === 0) {
    const message = `garp group ${index} has no interface - removing`;
    report.warning("missing-setting", statement.keyword, message, { effect: "none" });
  }
  return undefined;
}

function readInterfaces(scope: ScopeReader, { keyword }: Statement, { report }: DecodeContext): readonly Word[] {
  const single = scope.value(garpGroup.interface);
  const blocks = scope.values(garpGroup.interfaces);
  const listed = blocks.flat().flatMap(allWords);
  const place = scope.keywordAt(garpGroup.interfaces) ?? keyword;
  if (blocks.length > 0 && listed.length === 0) {
    report.warning("missing-setting", place, "Warning - empty garp_group interfaces block");
  }
  if (single === undefined) return listed;
  if (blocks.length > 0) {
    const message = "interface and interfaces do not go together in a garp_group, using both";
    report.warning("conflict", place, message, { effect: "none" });
  }
  return [single, ...listed];
}

function isFree(name: Word, taken: Set<string>, context: DecodeContext): boolean {
  if (!checkInterface(name, "garp_group", context, context.report)) return false;
  if (taken.has(name.text)) {
    context.report.warning("duplicate", name, `garp_group already specified for ${name.text} - ignoring`);
    return false;
  }
  taken.add(name.text);
  return true;
}

/** The lines of the block that reads back to the same group. */
export function printGarpGroup({ interfaces, garpInterval, gnaInterval }: AnnouncementGroup): readonly string[] {
  const intervals = [
    garpInterval === undefined ? undefined : `garp_interval ${printSeconds(garpInterval)}`,
    gnaInterval === undefined ? undefined : `gna_interval ${printSeconds(gnaInterval)}`,
  ];
  const [first, ...others] = interfaces.map(quoteWord);
  const names =
    others.length === 0
      ? [`interface ${first ?? '""'}`]
      : ["interfaces {", ...interfaces.map((name) => `  ${quoteWord(name)}`), "}"];
  return [...intervals.filter((line) => line !== undefined), ...names];
}
