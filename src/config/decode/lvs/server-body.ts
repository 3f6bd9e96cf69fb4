import type { IpAddress } from "../../../base/ip-address.ts";
import type { CheckerConfig, ScriptCall } from "../../../check/config.ts";
import type { Values } from "../../schema/keyword.ts";
import { realServer, realServerScope, serverScripts } from "../../schema/lvs/real-server.ts";
import type { Block } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeScriptCall } from "../script-line.ts";
import { inheritTiming } from "./check-defaults.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import type { CheckerDraft } from "./checker-draft.ts";
import { readCheckers } from "./checkers.ts";
import type { ServerDefaults } from "./real-server.ts";
import type { CheckReferences } from "./references.ts";

/** What stands between the braces of a `real_server`. */
export class ServerBody {
  readonly own: Values<typeof realServer>;
  readonly notifyUp: ScriptCall | undefined;
  readonly notifyDown: ScriptCall | undefined;
  readonly #checkers: readonly CheckerDraft[];
  #last: { readonly defaults: ServerDefaults; readonly checkers: readonly CheckerConfig[] } | undefined;

  constructor(block: Block | undefined, references: CheckReferences, context: DecodeContext) {
    const { report } = context;
    const scope = new ScopeReader(realServerScope, block?.statements ?? [], report);
    this.own = scope.readAll(realServer);
    this.notifyUp = decodeScriptCall(scope.value(serverScripts.notifyUp), context, report, "none");
    this.notifyDown = decodeScriptCall(scope.value(serverScripts.notifyDown), context, report, "none");
    this.#checkers = readCheckers(scope, references, context);
  }

  /** It says the same wherever it stands. */
  get isPlain(): boolean {
    return this.#checkers.every(({ isPlain }) => isPlain);
  }

  /** The checkers of a server at that address. Servers that inherit the same share them. */
  checkers(address: IpAddress, defaults: ServerDefaults): readonly CheckerConfig[] {
    if (this.#last?.defaults === defaults) return this.#last.checkers;
    const { own } = this;
    const inherited: CheckDefaults = {
      address,
      timing: inheritTiming(own, defaults.timing),
      alpha: own.alpha ?? defaults.alpha,
      logAllFailures: defaults.logAllFailures,
      virtualHost: own.virtualHost ?? defaults.virtualHost,
    };
    const checkers = this.#checkers.flatMap((draft) => draft.arrange(inherited) ?? []);
    this.#last = { defaults, checkers };
    return checkers;
  }
}

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

  read(block: Block | undefined): ServerBody {
    const text = block?.text;
    const known = text === undefined ? undefined : this.#known.get(text);
    if (known !== undefined) return known;
    const { report } = this.#context;
    const before = report.count;
    const body = new ServerBody(block, this.#references, this.#context);
    const isRepeatable = report.count === before && body.isPlain;
    if (text !== undefined && isRepeatable && this.#known.size < bound) this.#known.set(text, body);
    return body;
  }
}
