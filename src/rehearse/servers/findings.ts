import { type Duration, milliseconds, seconds } from "../../base/time.ts";
import { planOf } from "../../check/plan.ts";
import type { CheckerConfig } from "../../check/config.ts";
import type { RealServer } from "../../lvs/config.ts";
import type { RehearsalFinding } from "../findings.ts";
import type { Rehearsal } from "../rehearse.ts";
import { printOwners, printTime } from "../wording.ts";
import { longestRun } from "./answers.ts";
import { isSorryShare, printEndpoint } from "./labels.ts";
import type { RehearsedService, ServerEffect, ServersRehearsal } from "./rehearse-servers.ts";
import { on } from "./report.ts";

export type ServerFindingCode =
  | "no-virtual-server"
  | "server-unnoticed"
  | "service-unnoticed"
  | "nobody-answers"
  | "quorum-never"
  | "quorum-lost"
  | "quorum-stuck"
  | "slow-server"
  | "slow-return"
  | "dead-at-start"
  | "dead-at-take-over"
  | "late-answer";

/** What takes longer is worth a note. */
const slow = seconds(10);

/** What is found about virtual servers, those in the order of the files. */
export function serverFindings(rehearsal: Rehearsal): readonly RehearsalFinding[] {
  const { servers } = rehearsal;
  if (servers === undefined) return [];
  const reloads = servers.reloads.flatMap(({ node, service, isKept, before, after }) => {
    if (!isKept || before.length === 0 || after.length > 0) return [];
    return [finding("warning", "nobody-answers", `after ${node} reloads nobody answers there for ${service}`)];
  });
  const found = servers.services.flatMap((service) => {
    const label = `${service.service}${on(servers, service)}`;
    const effects = servers.servers.flatMap((each) =>
      each.effects.filter((effect) => effect.service === service.service && effect.nodes[0] === service.nodes[0]),
    );
    return [
      ...missing(rehearsal, service),
      ...quorumNever(label, service),
      ...lateAnswer(rehearsal, service),
      ...effects.flatMap((effect) => effectFindings(label, effect)),
      ...slowFindings(label, effects),
    ];
  });
  return [...found, ...reloads];
}

/** A node may have the address, and has no such virtual server. */
function missing({ services, servers }: Rehearsal, service: RehearsedService): readonly RehearsalFinding[] {
  const there = nodesWith(servers, service.service);
  return services
    .filter(({ addresses }) => addresses.some((address) => service.addresses.includes(address)))
    .flatMap(({ instances }) => Array.from(instances.keys()))
    .filter((node) => !there.includes(node))
    .map((node) => {
      const text = `${node} can have the address of ${service.service}, and has no such virtual server: nobody answers there`;
      return finding("warning", "no-virtual-server", text, `the same virtual_server on ${node}`);
    });
}

function nodesWith(servers: ServersRehearsal | undefined, label: string): readonly string[] {
  return (servers?.services ?? []).filter(({ service }) => service === label).flatMap(({ nodes }) => nodes);
}

function quorumNever(label: string, service: RehearsedService): readonly RehearsalFinding[] {
  const { virtualServer, quorum, live, resting, nodes } = service;
  // Where nothing is checked nothing is gained, either.
  if (quorum === "up" || resting.length === nodes.length) return [];
  const { quorum: wanted, hysteresis } = virtualServer;
  const text = `the quorum of ${label} is never there: its servers weigh ${live}, and ${wanted + hysteresis} are needed to gain it`;
  return [finding("warning", "quorum-never", text, "a lower quorum, or heavier servers")];
}

/** A node takes the address as soon as it can, and its servers are not known to be there yet. */
function lateAnswer({ events }: Rehearsal, service: RehearsedService): readonly RehearsalFinding[] {
  const { nodes, addresses, answersAfter } = service;
  if (answersAfter === undefined) return [];
  return events.flatMap(({ failure, back }) => {
    if ((failure.kind !== "node" && failure.kind !== "daemon") || !nodes.includes(failure.node)) return [];
    return back.outcomes.flatMap(({ service: { addresses: moved }, before, after, settledAfter }) => {
      const isTaken = after.includes(failure.node) && !before.includes(failure.node);
      if (!isTaken || settledAfter === undefined || answersAfter <= settledAfter) return [];
      if (!moved.some((address) => addresses.includes(address))) return [];
      const meanwhile =
        service.virtualServer.sorryServer === undefined ? "nobody answers" : "only the sorry server answers";
      const text = `after ${failure.node} returns it has the address of ${service.service} after ${printTime(settledAfter)}, and ${meanwhile} there until its checks have succeeded, up to ${printTime(answersAfter)}`;
      const cure = "no alpha, a shorter warmup, or a vrrp_startup_delay or preempt_delay that is longer";
      // A daemon that starts is as late as its node.
      return [finding("warning", "late-answer", text, cure, `${service.service} ${failure.node}`)];
    });
  });
}

function effectFindings(label: string, effect: ServerEffect): readonly RehearsalFinding[] {
  const { servers, isServing, leaves, leavesRefusing, after, quorum, live, virtualServer } = effect;
  if (!isServing) return [];
  const name = printOwners(servers.map(printEndpoint));
  if (leaves === undefined) {
    const text = `${name} dies, and stays in ${label}`;
    return [finding("warning", "server-unnoticed", text, unnoticedCure(servers))];
  }
  const found: RehearsalFinding[] = [];
  if (leavesRefusing === undefined) {
    const text = `the service at ${name} stops while its machine goes on, and it stays in ${label}`;
    found.push(finding("warning", "service-unnoticed", text, "a check that asks the service, such as TCP_CHECK"));
  }
  const { quorum: wanted, hysteresis, sorryServer } = virtualServer;
  if (after.length === 0) {
    const cure = "one more real_server, or a sorry_server";
    found.push(
      finding(
        "warning",
        "nobody-answers",
        `${name} dies, and nobody answers for ${label}: there is no sorry server`,
        cure,
      ),
    );
  } else if (after.some(isSorryShare) && live > 0) {
    const text = `${name} dies, and the sorry server answers for ${label} although others are up: they weigh ${live}, and the quorum is ${wanted}${less(hysteresis)}`;
    found.push(finding("note", "quorum-lost", text));
  } else if (quorum === "up" && live < wanted + hysteresis) {
    const lost = sorryServer === undefined ? "" : ", and only the sorry server answers";
    const text = `while ${name} is dead the quorum of ${label} is there, but once lost it cannot be gained again${lost}: the others weigh ${live}, and ${wanted + hysteresis} are needed`;
    found.push(finding("warning", "quorum-stuck", text, "a lower quorum or hysteresis, or one more real_server"));
  }
  return found;
}

function less(hysteresis: number): string {
  return hysteresis === 0 ? "" : ` less a hysteresis of ${hysteresis}`;
}

function unnoticedCure(servers: readonly RealServer[]): string {
  const kinds = new Set(servers.flatMap(({ checkers }) => checkers.map(({ kind }) => kind)));
  if (kinds.size === 0) return "give it a check, such as TCP_CHECK";
  if (kinds.has("udp")) return "require_reply in its UDP_CHECK: without it silence is as good as an answer";
  return "a check that asks the server, such as TCP_CHECK; what its FILE_CHECK or BFD_CHECK are told is not played";
}

type Slow = { readonly worst: Duration; readonly effect: ServerEffect; readonly count: number };

/** Those of a virtual server are told once, by the slowest. */
function slowFindings(label: string, effects: readonly ServerEffect[]): readonly RehearsalFinding[] {
  const found: RehearsalFinding[] = [];
  const late = slowest(effects, ({ leaves }) => leaves?.worst);
  if (late !== undefined) {
    const text = `${named(late)} dies: connections go there for up to ${printTime(late.worst)}${explain(late.effect.servers)}`;
    const cure = "a shorter delay_loop, connect_timeout or delay_before_retry, or a lower retry";
    found.push(finding("note", "slow-server", `${label}: ${text}`, cure));
  }
  const back = slowest(effects, ({ returns }) => returns?.worst);
  if (back !== undefined) {
    const cure = isStepwise(back.effect.servers)
      ? "fast_recovery, or a shorter delay_loop"
      : "a shorter delay_loop or connect_timeout";
    const text = `${named(back)} returns: it takes up to ${printTime(back.worst)} until connections go there again`;
    found.push(finding("note", "slow-return", `${label}: ${text}`, cure));
  }
  const start = slowest(effects, ({ staysAtStart, leaves }) => (leaves === undefined ? undefined : staysAtStart));
  if (start !== undefined) {
    const text = `a daemon that starts while ${named(start)} is dead sends connections there for up to ${printTime(start.worst)}`;
    found.push(finding("note", "dead-at-start", `${label}: ${text}`, "a shorter warmup, or alpha"));
  }
  const takeOver = slowest(effects, ({ staysAtTakeOver, leaves }) =>
    leaves === undefined ? undefined : staysAtTakeOver,
  );
  if (takeOver !== undefined) {
    const text = `a node that takes over has not checked before (ha_suspend), and sends connections to ${named(takeOver)} for up to ${printTime(takeOver.worst)} if that died meanwhile`;
    found.push(finding("note", "dead-at-take-over", `${label}: ${text}`, "no ha_suspend, or a shorter warmup"));
  }
  return found;
}

function slowest(
  effects: readonly ServerEffect[],
  lengthOf: (each: ServerEffect) => Duration | undefined,
): Slow | undefined {
  const all = effects.filter((each) => (lengthOf(each) ?? 0) >= slow);
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const effect = others.reduce((worst, each) => ((lengthOf(each) ?? 0) > (lengthOf(worst) ?? 0) ? each : worst), first);
  return { worst: lengthOf(effect) ?? milliseconds(0), effect, count: all.length };
}

/** "10.0.0.1:80 (and 2 more)". */
function named({ effect: { servers }, count }: Slow): string {
  return `${printOwners(servers.map(printEndpoint))}${count === 1 ? "" : ` (and ${count - 1} more)`}`;
}

function isStepwise(servers: readonly RealServer[]): boolean {
  return servers.some(({ checkers }) =>
    checkers.some((each) => each.kind === "http" && each.urls.length > 1 && !each.fastRecovery),
  );
}

/** ", 6 s until the next check and 4 tries of 3 s, 3 s apart": of the checker that is found out first. */
function explain(servers: readonly RealServer[]): string {
  const all = servers.flatMap(({ checkers }) => checkers.flatMap((each) => detection(each) ?? []));
  const [first, ...others] = all;
  if (first === undefined) return "";
  return `, ${others.reduce((least, each) => (each.time < least.time ? each : least), first).text}`;
}

function detection(checker: CheckerConfig): { readonly time: number; readonly text: string } | undefined {
  const timing = planOf(checker)?.timing;
  if (timing === undefined) return undefined;
  const { delayLoop, retry, delayBeforeRetry } = timing;
  const run = longestRun(checker);
  const tries =
    retry === 0
      ? `one try of ${printTime(run)}`
      : `${retry + 1} tries of ${printTime(run)}, ${printTime(delayBeforeRetry)} apart`;
  return {
    time: delayLoop + run * (retry + 1) + delayBeforeRetry * retry,
    text: `${printTime(delayLoop)} until the next check and ${tries}`,
  };
}

function finding(
  severity: RehearsalFinding["severity"],
  code: ServerFindingCode,
  text: string,
  cure?: string,
  subject = text,
): RehearsalFinding {
  return { severity, code, text, cure, subject };
}
