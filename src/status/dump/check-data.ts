import type { TlsClientConfig } from "../../check/config.ts";
import type { LvsStatus } from "../../lvs/status.ts";
import type { CheckFacts } from "./check-facts.ts";
import { checkerBlock } from "./checker-block.ts";
import { printGlobals } from "./data.ts";
import { block, type Line, title } from "./lines.ts";
import { serverGroupBlock } from "./server-group-block.ts";
import { serviceBlock } from "./service-block.ts";

/** keepalived_check.data: everything that the checkers process knows, in the reference's words, in pieces. */
export function* printCheckData({ services }: LvsStatus, facts: CheckFacts): Iterable<string> {
  const { groups, tlsClient } = facts.config;
  yield* printGlobals(facts.globals);
  yield* sslBlock(tlsClient, usesTls(services));
  if (services.length === 0) return;
  yield title("LVS Topology");
  for (const group of groups) yield serverGroupBlock(group);
  for (const service of services) yield serviceBlock(service, facts);
  yield title("Health checkers");
  for (const service of services) {
    for (const server of service.servers) {
      for (const checker of server.checkers) yield checkerBlock(service, server, checker, facts);
    }
  }
}

function usesTls(services: LvsStatus["services"]): boolean {
  return services.some(({ servers }) =>
    servers.some(({ checkers }) =>
      checkers.some(({ checker }) => checker.kind === "http" && checker.tls !== undefined),
    ),
  );
}

/** The password is not for files that others may read. */
function* sslBlock(client: TlsClientConfig | undefined, isUsed: boolean): Iterable<string> {
  if (client === undefined && !isUsed) return;
  yield title("SSL definitions");
  yield block(1, client === undefined ? ["Using autogen SSL context"] : clientLines(client));
}

function clientLines({ password, authorities, certificate, key }: TlsClientConfig): readonly Line[] {
  return [
    password !== undefined && "Password : ********",
    authorities !== undefined && `CA-file : ${authorities}`,
    certificate !== undefined && `Certificate file : ${certificate}`,
    key !== undefined && `Key file : ${key}`,
  ];
}
