import type { SupervisorEvent } from "../../supervisor/events.ts";
import { describeSupervisorRecord, printExit } from "./describe-supervisor.ts";
import type { CauseLink, SupervisorReport } from "./event-record.ts";
import type { ChainFact, Facts, Known } from "./facts.ts";
import { inner, link, recalled } from "./link.ts";
import type { Plain } from "./plain.ts";
import type { Account, Circumstances } from "./recorder.ts";

type Event = Plain<SupervisorEvent> | SupervisorReport;

/** How long after a command a reload or a stop is taken for its doing, microseconds. */
const commandReach = 2_000_000;

/** An event of the supervisor, which is remembered for what comes of it. */
export function accountOfSupervisor(event: Event, { id, at }: Circumstances, facts: Facts): Account {
  const described = describeSupervisorRecord(event);
  const causes = causesOf(event, at, facts);
  remember(event, { id, at, text: inner(described.text), causes }, facts);
  return { ...described, causes };
}

function causesOf(event: Event, at: number, facts: Facts): readonly CauseLink[] {
  const { kind } = event;
  if (kind === "child-died") return deathLinks(event, at, facts);
  if (kind === "restart-delayed") return recalled("child-died", facts.deaths.get(event.child));
  if (kind === "reloading" || kind === "stopping") return commandBefore(at, facts);
  if (kind === "reload-refused") return recalled("configuration-refused", facts.refusal);
  if (kind === "configuration-refused") {
    const { findings } = event;
    return [link("findings", findings[0] ?? "it cannot be used", { findings })];
  }
  if (kind === "daemon-stopped") return recalled("stopping", facts.stop);
  if (kind === "command") return [link("command", event.command, { command: event.command, user: event.user })];
  return [];
}

function deathLinks(
  { exit, pid, child }: Extract<Event, { readonly kind: "child-died" }>,
  at: number,
  facts: Facts,
): readonly CauseLink[] {
  const status = exit.kind === "exited" ? exit.status : undefined;
  const signal = exit.kind === "signalled" ? exit.name : undefined;
  const silence = facts.silences.get(child);
  return [
    link(exit.kind, printExit(exit), { pid, status, signal }),
    ...(silence !== undefined && silence.at >= at - commandReach ? recalled("child-silent", silence) : []),
  ];
}

function remember(event: Event, fact: Known<ChainFact>, facts: Facts): void {
  const { kind } = event;
  if (kind === "child-died") facts.deaths.set(event.child, fact);
  else if (kind === "child-silent" || kind === "child-killed") facts.silences.set(event.child, fact);
  else if (kind === "stopping") facts.stop = fact;
  else if (kind === "reloading") facts.reload = fact;
  else if (kind === "configuration-refused") facts.refusal = fact;
  else if (kind === "command" && event.result === "begun") {
    const { command, user } = event;
    facts.command = { ...fact, text: `${user} commanded ${command}`, causes: [], command, user };
  }
}

/** The command that has just been given, for what happens at that moment. */
export function commandBefore(at: number, { command }: Facts): readonly CauseLink[] {
  if (command === undefined || command.at < at - commandReach) return [];
  return recalled("command", command, { command: command.command, user: command.user });
}
