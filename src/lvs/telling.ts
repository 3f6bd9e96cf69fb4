import type { Instant } from "../base/time.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { VirtualServer } from "./config.ts";
import type { LvsEvent } from "./events.ts";
import type { LvsOutput } from "./output.ts";
import type { QuorumState } from "./quorum.ts";
import type { RealServerState } from "./real-server-state.ts";
import { type ServerHealth, tableWeight } from "./wanted-servers.ts";

type QuorumEvent = Extract<LvsEvent, { readonly kind: "quorum" }>;
type ServerStateEvent = Extract<LvsEvent, { readonly kind: "server-state" }>;

/** Why a server is looked at again. */
export type Occasion = {
  readonly now: Instant;
  readonly cause: "start" | "check" | "reload" | "command";
  readonly because: { readonly checker: CheckerConfig; readonly reason: CheckFailure | undefined } | undefined;
};

/** A virtual server, as far as there is something to be told about it. */
export type Told = {
  readonly config: VirtualServer;
  readonly servers: readonly RealServerState[];
  readonly quorum: QuorumState;
  readonly live: number;
  readonly isSorry: boolean;
  isServing(server: RealServerState): boolean;
};

/** What is told of the end of a service or a server: that it was up, and that it was in the table. */
export type EndTells = { readonly tellsHealth: boolean; readonly tellsTable: boolean };

/** A change from `before`, or that a server which started down is known to be down. */
export function tellState(
  service: Told,
  server: RealServerState,
  before: ServerHealth,
  occasion: Occasion,
  output: LvsOutput,
): void {
  const { state, weight } = server.health;
  const isFirst = !server.isAnnounced;
  if (server.isKnown) server.announce();
  if (state !== before.state || (isFirst && server.isKnown && state === "down")) {
    tellServerState(service, server, { ...occasion, state, isFirst }, output);
  }
  const [from, to] = [tableWeight(before.weight), tableWeight(weight)];
  if (from === to) return;
  const member = { virtualServer: service.config, server: server.config };
  output.event({ ...member, kind: "weight-changed", from, to, active: state === "up" });
}

/** A server that starts up (`rs_init_notifies`). */
export function tellStart(service: Told, server: RealServerState, cause: "start" | "reload", output: LvsOutput): void {
  server.announce();
  tellServerState(service, server, { state: "up", cause, because: undefined, isFirst: true }, output);
}

/** Whether connections may go to the server now, if that is news. `cause`: what it comes or goes with. */
export function tellServing(
  service: Told,
  server: RealServerState,
  wasServing: boolean,
  cause: "quorum" | undefined,
  output: LvsOutput,
): void {
  const isServing = service.isServing(server);
  if (isServing === wasServing) return;
  const { config, health } = server;
  const [gone, come] =
    config.inhibitOnFailure || health.isDrained === true
      ? (["server-disabled", "server-enabled"] as const)
      : (["server-removed", "server-added"] as const);
  const because = cause === undefined ? {} : { cause };
  output.event({ virtualServer: service.config, server: config, kind: isServing ? come : gone, ...because });
}

export function tellQuorum(
  { config, live }: Pick<Told, "config" | "live">,
  state: QuorumEvent["state"],
  cause: QuorumEvent["cause"],
  output: LvsOutput,
): void {
  const { quorum, hysteresis } = config;
  output.event({ kind: "quorum", virtualServer: config, state, live, quorum, hysteresis, cause });
}

export function tellSorry(
  { config }: Told,
  kind: "sorry-server-added" | "sorry-server-removed",
  output: LvsOutput,
): void {
  const { sorryServer } = config;
  if (sorryServer !== undefined) output.event({ kind, virtualServer: config, sorryServer });
}

/** A server of this service is no more, and what that means if it was up. */
export function tellGone(
  service: Told,
  server: RealServerState,
  cause: "reload" | "stop",
  tells: EndTells,
  output: LvsOutput,
): void {
  if (tells.tellsHealth && server.health.state === "up") {
    tellServerState(service, server, { state: "down", cause, because: undefined, isFirst: false }, output);
  }
  if (!tells.tellsTable || !service.isServing(server)) return;
  output.event({ virtualServer: service.config, server: server.config, kind: "server-removed", cause });
}

/** The whole service is no more. */
export function tellEnd(service: Told, cause: "reload" | "stop", tells: EndTells, output: LvsOutput): void {
  for (const server of service.servers) tellGone(service, server, cause, tells, output);
  if (tells.tellsHealth && service.quorum === "up") {
    tellQuorum({ config: service.config, live: 0 }, "lost", cause, output);
  }
  if (tells.tellsTable && service.isSorry) tellSorry(service, "sorry-server-removed", output);
}

function tellServerState(
  { config }: Told,
  server: RealServerState,
  { state, cause, because, isFirst }: Pick<ServerStateEvent, "state" | "cause" | "because" | "isFirst">,
  output: LvsOutput,
): void {
  const member = { virtualServer: config, server: server.config };
  output.event({ ...member, kind: "server-state", state, because, isFirst, cause });
}
