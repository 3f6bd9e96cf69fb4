import type { JSX } from "preact";
import type { CheckerDocument, ServerDocument, ServiceDocument } from "../../status/live/status-document.ts";
import { toOwnTime, type Clock } from "../model/clock.ts";
import type { ClusterNode } from "../model/cluster.ts";
import { printAge } from "../model/words.ts";

/** The virtual servers of each node that balances, with their real servers. */
export function Services({
  nodes,
  now,
}: {
  readonly nodes: readonly ClusterNode[];
  readonly now: number;
}): JSX.Element {
  const balancing = nodes.filter(({ view }) => (view.document?.services.length ?? 0) > 0);
  if (balancing.length === 0) return <></>;
  return (
    <section class="services" aria-label="Virtual servers">
      {balancing.map(({ name, view, isHeard }) => (
        <div key={view.url} class={isHeard ? "" : "is-stale"}>
          <h2>Virtual servers of {name}</h2>
          <ul class="service-list">
            {(view.document?.services ?? []).map((service) => (
              <Service key={service.name} service={service} clock={view.clock} now={now} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

type ServiceProperties = { readonly service: ServiceDocument; readonly clock: Clock; readonly now: number };

function Service({ service, clock, now }: ServiceProperties): JSX.Element {
  const { name, scheduler, quorum, liveWeight, neededWeight, isSorry, isSuspended, since, servers } = service;
  const state = isSuspended ? "suspended" : quorum;
  return (
    <li class={`service service-${state}`}>
      <p class="service-head">
        <span class={`dot dot-${quorum}`} aria-hidden="true" />
        <strong>{name}</strong>
        <span class="soft">
          {scheduler} · quorum {state}
          {since !== undefined && ` for ${printAge(now - toOwnTime(clock, since))}`} · weight {liveWeight} of{" "}
          {neededWeight} needed
        </span>
        {isSorry && <span class="tag">sorry server</span>}
      </p>
      <ul class="servers">
        {servers.map((server) => (
          <Server key={server.name} server={server} clock={clock} now={now} />
        ))}
      </ul>
    </li>
  );
}

type ServerProperties = { readonly server: ServerDocument; readonly clock: Clock; readonly now: number };

function Server({ server, clock, now }: ServerProperties): JSX.Element {
  const { name, state, weight, configuredWeight, drained, since, checkers } = server;
  const failure = checkers.find((checker) => checker.state === "down" && checker.lastFailure !== undefined);
  const age = since === undefined ? "" : ` for ${printAge(now - toOwnTime(clock, since))}`;
  return (
    <li class={`server server-${drained ? "drained" : state}`} title={checkers.map(describeChecker).join("\n")}>
      <span class={`dot dot-${drained ? "drained" : state}`} aria-hidden="true" />
      <span class="server-name">{name}</span>
      <span class="soft">
        {drained ? "drained" : state}
        {age} · weight {weight ?? "none"}
        {weight !== undefined && weight !== configuredWeight && ` (of ${configuredWeight})`}
      </span>
      {failure !== undefined && (
        <span class="server-failure">
          {failure.name}: {failure.lastFailure?.text}
        </span>
      )}
    </li>
  );
}

function describeChecker({ name, state, runs, failures }: CheckerDocument): string {
  return `${name}: ${state}, ${failures} of ${runs} failed`;
}
