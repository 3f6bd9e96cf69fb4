import type { LoadResult } from "../load.ts";
import { printAddressLine } from "../decode/print-address.ts";
import { printRouteLine } from "../decode/print-route.ts";
import { printRuleLine } from "../decode/print-rule.ts";
import { printLinkbeat } from "../decode/linkbeat.ts";
import { printLinkDelays } from "../decode/up-down-delays.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import { rootScope } from "../schema/root.ts";
import type { Statement } from "../tree.ts";
import { BlockDumper } from "./block.ts";
import type { DumpOptions } from "./block.ts";
import { lines } from "./effective.ts";
import type { Effective } from "./effective.ts";
import { EffectiveBlocks } from "./effective-blocks.ts";
import { Origins } from "./origins.ts";
import { DumpText } from "./text.ts";

export type { DumpOptions } from "./block.ts";

/**
 * The configuration as it takes effect, as a file: included files, definitions and repetitions are resolved, each
 * keyword stands once with the value that counts, what is ignored is gone, and secrets are stars. It loads to the same
 * configuration, but for the secrets, and dumps as itself.
 */
export function dumpConfiguration(result: LoadResult, options: DumpOptions): string {
  const { others, globals } = joinGlobals(result.statements);
  const text = new DumpText();
  const blocks = new EffectiveBlocks(result);
  const dumper = new BlockDumper(text, options, new Origins(globals?.block?.statements ?? []), (row, statement) =>
    blocks.of(row, statement),
  );
  const statements = globals === undefined ? others : [globals, ...others];
  dumper.statements(rootScope, statements, effectiveLists(result.configuration.vrrp));
  return text.toString();
}

/** Several `global_defs` are one. */
function joinGlobals(statements: readonly Statement[]): {
  readonly globals: Statement | undefined;
  readonly others: readonly Statement[];
} {
  const blocks = statements.filter(({ keyword }) => keyword.text === "global_defs");
  const others = statements.filter(({ keyword }) => keyword.text !== "global_defs");
  const [first] = blocks;
  if (first?.block === undefined) return { globals: undefined, others };
  const inner = blocks.flatMap(({ block }) => block?.statements ?? []);
  const { open, close } = first.block;
  return {
    globals: {
      name: first.name,
      keyword: first.keyword,
      words: first.words,
      block: { open, close, statements: inner },
    },
    others,
  };
}

/** The blocks outside all others that are lists: without the entries that are ignored. */
function effectiveLists({ statics, linkbeats = [], linkDelays = [] }: VrrpConfig): Effective {
  return new Map([
    ["static_ipaddress", lines((statics?.addresses ?? []).map((address) => printAddressLine(address)))],
    ["static_routes", lines((statics?.routes ?? []).map(printRouteLine))],
    ["static_rules", lines((statics?.rules ?? []).map(printRuleLine))],
    ["linkbeat_interfaces", lines(linkbeats.map(printLinkbeat))],
    ["interface_up_down_delays", lines(linkDelays.map(printLinkDelays))],
  ]);
}
