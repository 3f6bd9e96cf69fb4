import type { Command } from "../base/command.ts";
import { printCommand } from "../base/command.ts";
import type { NotifyConfig } from "../notify/config.ts";
import { commandsFor, type Notification, NotificationFilter, type NotifyState } from "../notify/plan.ts";
import type { ProcessExit, ProcessRunner } from "../platform/ports.ts";
import type { StateName, VrrpEvent } from "../vrrp/events.ts";
import { isOnlyPending } from "../vrrp/faults.ts";

/** Starts the notify scripts of state changes and reports those that fail, with the end of their output. */
export class Notifier {
  readonly #processes: ProcessRunner;
  readonly #report: (message: string) => void;
  readonly #filter = new NotificationFilter();
  #config: NotifyConfig = { instances: new Map(), groups: new Map() };
  /** Of what a reload removes: its last notification is still to come. */
  #previous: NotifyConfig = this.#config;
  #running = 0;
  #whenIdle: (() => void) | undefined;

  constructor(processes: ProcessRunner, report: (message: string) => void) {
    this.#processes = processes;
    this.#report = report;
  }

  configure(config: NotifyConfig): void {
    this.#previous = this.#config;
    this.#config = config;
  }

  event(event: VrrpEvent): void {
    const notification = notificationOf(event);
    if (notification === undefined || !this.#filter.isNews(notification)) return;
    const isRemoved = event.kind === "instance-state" && event.cause.kind === "removed";
    const config = isRemoved ? this.#previous : this.#config;
    for (const command of commandsFor(notification, config)) this.#start(command);
  }

  /** Calls back once no script is running: at once when none is. */
  whenIdle(callback: () => void): void {
    if (this.#running === 0) callback();
    else this.#whenIdle = callback;
  }

  #start(command: Command): void {
    this.#running += 1;
    this.#processes.start(command, {}, (exit) => {
      this.#running -= 1;
      const failure = describeFailure(exit);
      if (failure !== undefined) this.#report(`Notify script ${printCommand(command)} ${failure}`);
      if (this.#running === 0) this.#whenIdle?.();
    });
  }
}

function notificationOf(event: VrrpEvent): Notification | undefined {
  if (event.kind === "instance-state") {
    if (event.cause.kind === "fault" && isOnlyPending(event.cause.reasons)) return undefined;
    const { instance: name, priority } = event;
    // The reference tells FAULT of an instance that a reload removes (keepalived.conf(5), "notify_deleted").
    const state = event.cause.kind === "removed" ? "FAULT" : notifyState[event.to];
    return { type: "INSTANCE", name, state, priority };
  }
  if (event.kind === "group-state") {
    if (event.cause.kind === "fault" && isOnlyPending(event.cause.reasons)) return undefined;
    return { type: "GROUP", name: event.group, state: notifyState[event.to], priority: 0 };
  }
  return undefined;
}

/** An instance goes back to INIT only when it is stopped. */
const notifyState = {
  master: "MASTER",
  backup: "BACKUP",
  fault: "FAULT",
  init: "STOP",
} as const satisfies Record<StateName, NotifyState>;

function describeFailure({ how, output }: ProcessExit): string | undefined {
  const said = output.trim() === "" ? "" : `: ${output.trim().split("\n").slice(-3).join(" / ")}`;
  if (how.kind === "exited") return how.status === 0 ? undefined : `exited with status ${how.status}${said}`;
  if (how.kind === "signalled") return `was ended by ${how.name}${said}`;
  return `could not be started (${how.error.code})`;
}
