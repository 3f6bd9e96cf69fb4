import type { ChildProcessConfig, ProcessesConfig } from "../../global-config.ts";
import type { Keyword } from "../../schema/keyword.ts";
import {
  bfdProcessKeywords,
  checkerProcessKeywords,
  processKeywords,
  vrrpProcessKeywords,
} from "../../schema/global/processes.ts";
import type { ChildKeywords } from "../../schema/global/processes.ts";
import { processWords } from "../../schema/global/root-words.ts";
import type { DecodeContext } from "../context.ts";
import type { ScopeReader } from "../scope-reader.ts";

/** `root` holds the words outside all blocks. */
export function decodeProcesses(scope: ScopeReader, root: ScopeReader, context: DecodeContext): ProcessesConfig {
  return {
    ...root.readAll(processWords),
    ...scope.readAll(processKeywords),
    vrrp: decodeChild(scope, vrrpProcessKeywords, context),
    checker: decodeChild(scope, checkerProcessKeywords, context),
    bfd: decodeChild(scope, bfdProcessKeywords, context),
  };
}

function decodeChild(scope: ScopeReader, keywords: ChildKeywords, context: DecodeContext): ChildProcessConfig {
  const { processors, ...child } = scope.readAll({ ...keywords });
  const present = processors && presentProcessors(processors, scope, keywords.processors, context);
  return present === undefined || present.length === 0 ? child : { ...child, processors: present };
}

/** Those of the processors that the machine has. */
function presentProcessors(
  processors: readonly number[],
  scope: ScopeReader,
  keyword: Keyword<readonly number[]>,
  { environment, report }: DecodeContext,
): readonly number[] {
  const count = environment.processors ?? Infinity;
  const missing = processors.filter((processor) => processor >= count);
  for (const processor of missing) {
    const message = `number '${processor}' outside range [0, ${count - 1}] for ${keyword.name}, ignoring`;
    report.warning("out-of-range", scope.parameterAt(keyword), message);
  }
  return missing.length === 0 ? processors : processors.filter((processor) => processor < count);
}
