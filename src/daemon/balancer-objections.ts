import type { TableService } from "../base/lvs-table.ts";
import { namesService, printServiceName } from "../config/decode/lvs/service.ts";
import type { Diagnostic } from "../config/diagnostic.ts";
import type { LoadResult } from "../config/load.ts";
import type { LoadBalancingConfig, VirtualServer } from "../lvs/config.ts";
import { tableKeys } from "../lvs/table-keys.ts";
import { nftablesObjection } from "../wire/nftables-balancer/objection.ts";
import type { BalancerChoice } from "./messages.ts";

/** Why a balancer cannot serve a service as it is asked for; undefined: it can. */
type Objection = (service: TableService) => string | undefined;

/**
 * What the back-end cannot do of what a configuration asks for. Of IPVS only the kernel knows, and of auto nobody
 * before it is opened.
 */
export function balancerFindings(result: LoadResult, backend: BalancerChoice): readonly Diagnostic[] {
  return backend === "nftables" ? objectionFindings(result, result.configuration.lvs, nftablesObjection) : [];
}

/** One finding for each virtual server of `lvs` that the balancer has something against, at its line. */
export function objectionFindings(
  { statements }: Pick<LoadResult, "statements">,
  lvs: LoadBalancingConfig,
  objection: Objection,
): readonly Diagnostic[] {
  const groups = new Map(lvs.groups.map((group) => [group.name, group]));
  return lvs.virtualServers.flatMap((virtualServer): readonly Diagnostic[] => {
    const reason = tableServices(virtualServer, groups)
      .map(objection)
      .find((found) => found !== undefined);
    if (reason === undefined) return [];
    const { service } = virtualServer;
    const place = statements.find(
      (statement) => statement.keyword.text === "virtual_server" && namesService(statement, service),
    );
    return [
      {
        code: "balancer",
        severity: "error",
        message: `virtual_server ${printServiceName(service)}: ${reason}`,
        span: place?.keyword,
        cure: undefined,
        effect: "cannot-run",
        fatal: true,
        secret: false,
      },
    ];
  });
}

/** One for each kind of service that it becomes: addresses of a range differ in nothing that a balancer minds. */
function tableServices(virtualServer: VirtualServer, groups: Parameters<typeof tableKeys>[1]): readonly TableService[] {
  const { scheduler, schedulerFlags, hashed, onePacket, persistence, realServers, sorryServer } = virtualServer;
  const settings = { scheduler, schedulerFlags, hashed, onePacket, persistence };
  const sorry = sorryServer === undefined ? [] : [{ ...sorryServer, weight: 1, upperThreshold: 0, lowerThreshold: 0 }];
  const keys = new Map(
    tableKeys(virtualServer, groups).map((key) => [
      key.kind === "mark" ? key.kind : `${key.protocol} ${key.port > 0}`,
      key,
    ]),
  );
  return Array.from(keys.values(), (key) => ({ key, settings, servers: [...realServers, ...sorry] }));
}
