import { root as rootKeywords } from "../../schema/root.ts";
import type { Span } from "../../source.ts";
import type { Statement } from "../../tree.ts";
import type { ScopeReader } from "../scope-reader.ts";

/** What checkers refer to, by name, and where each stands. */
export type CheckReferences = {
  readonly files: ReadonlyMap<string, Span>;
  readonly sessions: ReadonlyMap<string, Span>;
};

/** The names of the `track_file` blocks and of those `bfd_instance` blocks whose state checkers are told. */
export function collectReferences(root: ScopeReader): CheckReferences {
  return {
    files: places(root.values(rootKeywords.trackFile)),
    sessions: places(root.values(rootKeywords.bfdInstance).filter(tellsCheckers)),
  };
}

/** The first of each name. */
function places(blocks: readonly Statement[]): ReadonlyMap<string, Span> {
  const names = new Map<string, Span>();
  for (const { words } of blocks) {
    const [name] = words;
    if (name !== undefined && !names.has(name.text)) names.set(name.text, name);
  }
  return names;
}

/** `vrrp` and `checker` say who is told; without both of them everybody is. */
function tellsCheckers({ block }: Statement): boolean {
  const keywords = new Set(block?.statements.map(({ keyword }) => keyword.text));
  return keywords.has("checker") || !keywords.has("vrrp");
}
