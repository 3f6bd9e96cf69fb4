import type { Command } from "../base/command.ts";
import { unreachable } from "../base/assert.ts";
import type { NotifyConfig, NotifyDefaults, NotifyScripts, NotifySettings } from "./config.ts";
import { composeMail, type Mail } from "./mail.ts";
import type { LastingState, Notification, Occurrence, Subject } from "./occurrence.ts";
import { callsFor, environmentFor, printFifoLine } from "./plan.ts";

/** What is to be done so that everybody knows, in order; nothing of it is waited for. */
export type Message =
  | {
      readonly kind: "run";
      readonly command: Command;
      readonly environment: Readonly<Record<string, string>>;
      /** The keyword and whom it is about: "notify_master of VI_1". */
      readonly purpose: string;
      /** Of VRRP, or a group. */
      readonly instance?: string | undefined;
    }
  /** For every FIFO; without the end of the line. */
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "mail"; readonly mail: Mail };

type Known = { readonly state: LastingState; readonly priority: number };
type Policy = { readonly config: NotifyConfig; readonly defaults: NotifyDefaults };

const silence: Policy = {
  config: { instances: new Map(), groups: new Map() },
  defaults: { mail: false, priorityChanges: false, faultMails: true, routerId: "" },
};

/**
 * Who is told what, in which order: the state's own script, the generic one, the FIFOs, the mail
 * (keepalived.conf(5), "notify"). The same state is not told twice.
 */
export class Teller {
  #policy = silence;
  /** Of what a reload removes: its last notification is still to come. */
  #previous = silence;
  /** Those that no process of ours has told yet. */
  readonly #recalled = new Set<string>();
  readonly #known = new Map<string, Known & Subject>();

  /** `groups`: the names of those that there are now. Instances that go are told about, groups are not. */
  configure(config: NotifyConfig, defaults: NotifyDefaults, groups: readonly string[]): void {
    this.#previous = this.#policy;
    this.#policy = { config, defaults };
    for (const [key, { type, name }] of this.#known) {
      if (type === "GROUP" && !groups.includes(name)) this.#known.delete(key);
    }
  }

  /**
   * What was told before this process came. Scripts and mail are not told the same again; FIFOs are, once, because
   * their readers are started anew with it.
   */
  recall(subject: Subject, state: LastingState): void {
    const key = `${subject.type} ${subject.name}`;
    this.#known.set(key, { ...subject, state, priority: 0 });
    this.#recalled.add(key);
  }

  tell(occurrence: Occurrence): readonly Message[] {
    const { type, name, priority } = occurrence;
    const key = `${type} ${name}`;
    const known = this.#known.get(key);
    const notification = { type, name, priority, oldState: known?.state };
    switch (occurrence.kind) {
      case "state": {
        const { state, context } = occurrence;
        this.#known.set(key, { type, name, state, priority });
        const isRecalled = this.#recalled.delete(key);
        if (known?.state !== state) return this.#messages({ ...notification, state, context }, this.#policy);
        return isRecalled ? [{ kind: "line", text: printFifoLine({ ...notification, state }) }] : [];
      }
      case "removed": {
        this.#known.delete(key);
        const { context } = occurrence;
        // The reference tells FAULT unless it was asked for DELETED (keepalived.conf(5), "notify_deleted").
        const state = settingsOf(this.#previous.config, occurrence)?.deleted === true ? "DELETED" : "FAULT";
        return known?.state === state ? [] : this.#messages({ ...notification, state, context }, this.#previous);
      }
      case "priority": {
        if (known === undefined) return [];
        this.#known.set(key, { ...known, priority });
        const isWanted =
          settingsOf(this.#policy.config, occurrence)?.priorityChanges ?? this.#policy.defaults.priorityChanges;
        if (!isWanted || (known.state !== "MASTER" && known.state !== "BACKUP")) return [];
        return [{ kind: "line", text: printFifoLine({ ...notification, state: `${known.state}_PRIORITY` }) }];
      }
      case "lower-priority-heard":
        return this.#messages(
          { ...notification, state: "MASTER_RX_LOWER_PRI", context: occurrence.context },
          this.#policy,
        );
      default:
        return unreachable(occurrence);
    }
  }

  /** The lines of all states, groups first, as after a reload with `fifo_write_vrrp_states_on_reload`. */
  states(): readonly Message[] {
    const all = Array.from(this.#known.values());
    const ordered = [...all.filter(({ type }) => type === "GROUP"), ...all.filter(({ type }) => type === "INSTANCE")];
    return ordered.map((each) => ({ kind: "line", text: printFifoLine(each) }));
  }

  #messages(notification: Notification, { config, defaults }: Policy): readonly Message[] {
    const environment = environmentFor(notification);
    const { name } = notification;
    const calls = callsFor(notification, scriptsOf(config, notification));
    return [
      ...calls.map(({ keyword, command }): Message => ({
        kind: "run",
        command,
        environment,
        purpose: `${keyword} of ${name}`,
        instance: name,
      })),
      { kind: "line", text: printFifoLine(notification) },
      ...mails(notification, settingsOf(config, notification)?.mail ?? defaults.mail, defaults),
    ];
  }
}

function mails(notification: Notification, isWanted: boolean, defaults: NotifyDefaults): readonly Message[] {
  if (!isWanted || (notification.state === "FAULT" && !defaults.faultMails)) return [];
  const mail = composeMail(notification, defaults.routerId);
  return mail === undefined ? [] : [{ kind: "mail", mail }];
}

function scriptsOf(config: NotifyConfig, { type, name }: Subject): NotifyScripts | undefined {
  return (type === "INSTANCE" ? config.instances : config.groups).get(name);
}

function settingsOf(config: NotifyConfig, { type, name }: Subject): NotifySettings | undefined {
  return (type === "INSTANCE" ? config.instanceSettings : config.groupSettings)?.get(name);
}
