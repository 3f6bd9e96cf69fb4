import type { ScriptCall } from "../../../check/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { realServer, realServerScope, serverScripts } from "../../schema/lvs/real-server.ts";
import type { Block } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeScriptCall } from "../script-line.ts";
import type { CheckerDraft } from "./checker-draft.ts";
import { readCheckers } from "./checkers.ts";
import type { CheckReferences } from "./references.ts";

/** What stands between the braces of a `real_server`, before it is known what that server inherits. */
export type ServerBody = {
  readonly own: Values<typeof realServer>;
  readonly notifyUp: ScriptCall | undefined;
  readonly notifyDown: ScriptCall | undefined;
  readonly checkers: readonly CheckerDraft[];
};

/** How many bodies are remembered. */
const bound = 256;

/**
 * Reads the bodies of real servers. The servers of a large configuration are mostly alike but for their addresses: a
 * body whose text has been read before, without a finding, says the same again.
 */
export class ServerBodies {
  readonly #references: CheckReferences;
  readonly #context: DecodeContext;
  readonly #known = new Map<string, ServerBody>();

  constructor(references: CheckReferences, context: DecodeContext) {
    this.#references = references;
    this.#context = context;
  }

  /** What the body says, and what `arrange` makes of it. */
  use<T>(block: Block | undefined, arrange: (body: ServerBody) => T): T {
    const text = block?.text;
    const known = text === undefined ? undefined : this.#known.get(text);
    if (known !== undefined) return arrange(known);
    const { report } = this.#context;
    const before = report.count;
    const body = this.#read(block, report);
    const arranged = arrange(body);
    const isRepeatable = report.count === before && body.checkers.every(({ isPlain }) => isPlain);
    if (text !== undefined && isRepeatable && this.#known.size < bound) this.#known.set(text, body);
    return arranged;
  }

  #read(block: Block | undefined, report: Reporter): ServerBody {
    const context = this.#context;
    const scope = new ScopeReader(realServerScope, block?.statements ?? [], report);
    return {
      own: scope.readAll(realServer),
      notifyUp: decodeScriptCall(scope.value(serverScripts.notifyUp), context, report, "none"),
      notifyDown: decodeScriptCall(scope.value(serverScripts.notifyDown), context, report, "none"),
      checkers: readCheckers(scope, this.#references, context),
    };
  }
}
