import type { CheckerConfig } from "../../check/config.ts";
import type { RealServer, VirtualServer } from "../../lvs/config.ts";
import { namesServer, namesService } from "../decode/lvs/service.ts";
import { printGroupEntry } from "../decode/lvs/virtual-server-group.ts";
import type { LoadResult } from "../load.ts";
import type { Configuration } from "../model.ts";
import type { Keyword } from "../schema/keyword.ts";
import type { Statement } from "../tree.ts";
import type { EffectiveBlock } from "./effective.ts";
import { effectiveGroup, effectiveInstance } from "./effective-vrrp.ts";
import { effectiveCheck, effectiveRealServer, effectiveVirtualServer, refersTo } from "./effective-lvs.ts";
import { effectiveScript } from "./effective-script.ts";

const asWritten: EffectiveBlock = { values: new Map() };

/**
 * What takes effect of each block of a configuration. It is to be asked in the order of the text, once for each block:
 * of blocks with the same name the first one counts.
 */
export class EffectiveBlocks {
  readonly #configuration: Configuration;
  /** Models whose blocks have not been met yet. */
  readonly #virtualServers: VirtualServer[];
  #realServers: RealServer[] = [];
  #checkers: CheckerConfig[] = [];
  readonly #met = new Set<string>();
  /** The scripts that nobody tracks: they do not run, but a configuration test looks for their programs. */
  readonly #untracked: readonly { readonly name: string }[];

  constructor({ configuration }: LoadResult) {
    this.#configuration = configuration;
    this.#virtualServers = [...configuration.lvs.virtualServers];
    const tracked = new Set(configuration.vrrp.scripts.map(({ name }) => name));
    this.#untracked = Array.from(configuration.scriptCommands.keys(), (name) => ({ name })).filter(
      ({ name }) => !tracked.has(name),
    );
  }

  of(row: Keyword<unknown>, statement: Statement): EffectiveBlock | undefined {
    const { vrrp, lvs, bfd } = this.#configuration;
    switch (row.name) {
      case "vrrp_instance":
        return this.#named(row, statement, vrrp.instances, (instance) =>
          effectiveInstance(instance, statement, this.#configuration),
        );
      case "vrrp_sync_group":
        return this.#named(row, statement, vrrp.syncGroups, (group) =>
          effectiveGroup(group, statement, this.#configuration),
        );
      case "vrrp_script":
        return (
          this.#named(row, statement, vrrp.scripts, (script) => effectiveScript(script, statement)) ??
          this.#named(row, statement, this.#untracked, () => asWritten)
        );
      case "track_file":
        return this.#named(row, statement, vrrp.trackFiles ?? [], () => asWritten);
      case "vrrp_track_process":
        return this.#named(row, statement, vrrp.trackProcesses ?? [], () => asWritten);
      case "bfd_instance":
        return this.#named(row, statement, bfd?.sessions ?? [], () => asWritten);
      case "track_group":
        return this.#named(row, statement, vrrp.trackGroups ?? [], () => asWritten);
      case "virtual_server_group":
        return this.#named(row, statement, lvs.groups, ({ entries }) => ({
          values: new Map(),
          body: entries.map(printGroupEntry),
        }));
      case "virtual_server":
        return this.#virtualServer(statement);
      case "real_server":
        return this.#realServer(statement);
      default:
        return this.#checker(row, statement);
    }
  }

  #named<T extends { readonly name: string }>(
    row: Keyword<unknown>,
    statement: Statement,
    models: readonly T[],
    effectiveOf: (model: T) => EffectiveBlock,
  ): EffectiveBlock | undefined {
    const name = statement.words[0]?.text ?? "";
    const model = models.find((candidate) => candidate.name === name);
    const key = `${row.name} ${name}`;
    if (model === undefined || this.#met.has(key)) return undefined;
    this.#met.add(key);
    return effectiveOf(model);
  }

  #virtualServer(statement: Statement): EffectiveBlock | undefined {
    const service = take(this.#virtualServers, (candidate) => namesService(statement, candidate.service));
    if (service === undefined) return undefined;
    this.#realServers = [...service.realServers];
    return effectiveVirtualServer(service, statement);
  }

  #checker({ name }: Keyword<unknown>, statement: Statement): EffectiveBlock | undefined {
    const isReference = name === "BFD_CHECK" || name === "FILE_CHECK";
    const kind = kindsOf[name];
    if (!isReference && kind === undefined) return asWritten;
    const check = take(this.#checkers, (candidate) =>
      isReference ? refersTo(candidate, statement) : candidate.kind === kind,
    );
    if (check !== undefined) return effectiveCheck(check);
    // What a check refers to must stand above it in the file.
    return isReference ? undefined : asWritten;
  }

  #realServer(statement: Statement): EffectiveBlock | undefined {
    const server = take(this.#realServers, (candidate) => namesServer(statement, candidate));
    if (server === undefined) return undefined;
    this.#checkers = [...server.checkers];
    return effectiveRealServer(server);
  }
}

/** The checks that a block may be of. */
const kindsOf: Readonly<Record<string, CheckerConfig["kind"]>> = {
  TCP_CHECK: "tcp",
  PING_CHECK: "ping",
  HTTP_GET: "http",
  SSL_GET: "http",
  SMTP_CHECK: "smtp",
  DNS_CHECK: "dns",
  UDP_CHECK: "udp",
};

/** The first one that fits, which is taken out. */
function take<T>(models: T[], fits: (model: T) => boolean): T | undefined {
  const index = models.findIndex(fits);
  return index === -1 ? undefined : models.splice(index, 1)[0];
}
