import type { ScriptCall } from "../../../check/config.ts";
import type { Forwarding } from "../../../base/lvs-table.ts";
import type { Values } from "../../schema/keyword.ts";
import { quorumScripts, realServerBlock, virtualServer, virtualServerScope } from "../../schema/lvs/virtual-server.ts";
import type { Block, Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import { ScopeReader } from "../scope-reader.ts";
import { decodeScriptCall } from "../script-line.ts";
import { hasNoPlace } from "./checker-draft.ts";
import { hasFlags } from "./scheduler.ts";
import { decodeSorryServer } from "./sorry-server.ts";
import type { ServerDefaults } from "./real-server.ts";
import type { SorryServerDraft } from "./sorry-server.ts";

/** What stands between the braces of a `virtual_server`, but for its real servers. */
export type ServiceSettings = {
  readonly own: Values<typeof virtualServer>;
  /** There are flags for the scheduler. */
  readonly isFlagged: boolean;
  readonly sorryServer: SorryServerDraft | undefined;
  readonly quorumUp: ScriptCall | undefined;
  readonly quorumDown: ScriptCall | undefined;
  /** Mails are sent about the service. */
  readonly mail: boolean;
  readonly serverDefaults: ServerDefaults;
};

/** What `global_defs` says about all services. */
export type ServiceDefaults = {
  /** `checker_log_all_failures` */
  readonly logAllFailures: boolean;
  /** `smtp_alert_checker`, or else `smtp_alert`; undefined: neither is there. */
  readonly mail: boolean | undefined;
};

/** The settings of one service, its real servers, and all of it by keyword. */
export type ServiceBlock = {
  readonly settings: ServiceSettings;
  readonly realServers: readonly Statement[];
  readonly scope: () => ScopeReader;
};

/** What holds when `lvs_method` does not say otherwise. */
const usualForwarding: Forwarding = { method: "NAT" };

/** How many texts are remembered. */
const bound = 256;

/**
 * Reads the settings of services. Those of a large configuration are mostly written alike, in front of the real
 * servers: a text that has been read before, without a finding, says the same again.
 */
export class ServiceReader {
  readonly #defaults: ServiceDefaults;
  readonly #context: DecodeContext;
  readonly #known = new Map<string, ServiceSettings>();

  constructor(defaults: ServiceDefaults, context: DecodeContext) {
    this.#defaults = defaults;
    this.#context = context;
  }

  read(block: Block | undefined): ServiceBlock {
    const { report } = this.#context;
    const parts = block?.parts;
    const known = parts && this.#known.get(parts.text);
    const makeScope = (): ScopeReader => new ScopeReader(virtualServerScope, block?.statements ?? [], report);
    if (known !== undefined && parts?.blocks.every(({ name }) => name === realServerBlock.name) === true) {
      return { settings: known, realServers: parts.blocks, scope: makeScope };
    }
    const before = report.count;
    const scope = makeScope();
    const settings = this.#settings(scope);
    const isRepeatable = report.count === before && settings.sorryServer === undefined && hasNoPlace(settings.own);
    if (parts !== undefined && isRepeatable && this.#known.size < bound) this.#known.set(parts.text, settings);
    return { settings, realServers: scope.values(realServerBlock), scope: () => scope };
  }

  #settings(scope: ScopeReader): ServiceSettings {
    const context = this.#context;
    const { report } = context;
    const { mail, logAllFailures } = this.#defaults;
    const own = scope.readAll(virtualServer);
    const forwarding = own.forwarding ?? usualForwarding;
    return {
      own,
      isFlagged: hasFlags(scope),
      sorryServer: decodeSorryServer(scope, forwarding, report),
      quorumUp: decodeScriptCall(scope.value(quorumScripts.quorumUp), context, report, "none"),
      quorumDown: decodeScriptCall(scope.value(quorumScripts.quorumDown), context, report, "none"),
      mail: own.smtpAlert ?? mail ?? false,
      serverDefaults: {
        weight: own.weight ?? 1,
        forwarding,
        inhibitOnFailure: own.inhibitOnFailure ?? false,
        alpha: own.alpha ?? false,
        virtualHost: own.virtualHost,
        timing: own,
        mail: mail ?? true,
        logAllFailures,
      },
    };
  }
}
