import { unreachable } from "../base/assert.ts";
import type { Command } from "../base/command.ts";
import type { Mail } from "./mail.ts";
import type { LvsOccurrence, LvsState } from "./lvs-occurrence.ts";
import type { Message } from "./teller.ts";

/** What `global_defs` says about all of them. */
export type LvsNotifyDefaults = {
  /** False: no mails at all, as there is no relay or nobody to write to. */
  readonly mails: boolean;
  /** False: none about a checker that changes nothing for its server (`no_checker_emails`). */
  readonly checkerMails: boolean;
  /** Begins the subject of every mail: "[router_id] ...". */
  readonly routerId: string;
};

const silence: LvsNotifyDefaults = { mails: false, checkerMails: false, routerId: "" };

/**
 * Who is told what of virtual and real servers, in which order: the script with its configured arguments, the FIFOs,
 * the mail (keepalived.conf(5), "notify_up", "quorum_up", "lvs_notify_fifo", "smtp_alert"). That something is told is
 * decided before: here nothing is told twice because nothing is said twice.
 */
export class LvsTeller {
  #defaults = silence;
  /** Checkers that are down, by the server; those without are not in it, so there are never more than servers. */
  readonly #failing = new Map<string, Set<number>>();

  configure(defaults: LvsNotifyDefaults): void {
    this.#defaults = defaults;
    // Checkers may have changed their numbers; a mail about one that still fails is not worth more.
    this.#failing.clear();
  }

  tell(occurrence: LvsOccurrence): readonly Message[] {
    switch (occurrence.kind) {
      case "virtual-server":
        return this.#messages(occurrence, occurrence.script, true);
      case "real-server":
        return this.#messages(occurrence, occurrence.script, occurrence.isChange);
      case "checker":
        return this.#checker(occurrence);
      default:
        return unreachable(occurrence);
    }
  }

  #messages(occurrence: LvsOccurrence, script: Command | undefined, isChange: boolean): readonly Message[] {
    const environment = lvsEnvironment(occurrence);
    const run: Message[] =
      script === undefined ? [] : [{ kind: "run", command: script, environment, purpose: purposeOf(occurrence) }];
    return [
      ...run,
      { kind: "line", text: lvsFifoLine(occurrence) },
      ...(isChange ? this.#mail(occurrence, occurrence.state) : []),
    ];
  }

  /**
   * A mail is due where the server is not told about itself: it is down because of another checker, before and after.
   */
  #checker(occurrence: LvsOccurrence & { readonly kind: "checker" }): readonly Message[] {
    const { name, virtualServer, checker, state } = occurrence;
    const key = `${virtualServer} ${name}`;
    const failing = this.#failing.get(key) ?? new Set();
    if (state === "DOWN") failing.add(checker);
    else failing.delete(checker);
    if (failing.size === 0) this.#failing.delete(key);
    else this.#failing.set(key, failing);
    const others = failing.size - (failing.has(checker) ? 1 : 0);
    return others > 0 && this.#defaults.checkerMails ? this.#mail(occurrence, "DOWN") : [];
  }

  #mail(occurrence: LvsOccurrence, state: LvsState): readonly Message[] {
    const { mails, routerId } = this.#defaults;
    return mails && occurrence.mail ? [{ kind: "mail", mail: composeLvsMail(occurrence, state, routerId) }] : [];
  }
}

/** The keyword of its script and what it is about. */
function purposeOf(occurrence: LvsOccurrence): string {
  const { kind, name, state } = occurrence;
  const ending = state === "UP" ? "up" : "down";
  return kind === "virtual-server"
    ? `quorum_${ending} of ${name}`
    : `notify_${ending} of ${name} of ${occurrence.virtualServer}`;
}

/** What scripts find in their environment: docs/notifications.md describes it. An unknown value is absent. */
function lvsEnvironment(occurrence: LvsOccurrence): Readonly<Record<string, string>> {
  const { kind, name, state, oldState, reason } = occurrence;
  return {
    HOLDFAST_TYPE: kind === "virtual-server" ? "VS" : "RS",
    HOLDFAST_NAME: name,
    HOLDFAST_STATE: state,
    HOLDFAST_REASON: reason,
    ...(oldState !== undefined && { HOLDFAST_OLD_STATE: oldState }),
    ...(kind === "virtual-server"
      ? { HOLDFAST_LIVE_WEIGHT: String(occurrence.live), HOLDFAST_QUORUM: String(occurrence.quorum) }
      : { HOLDFAST_VIRTUAL_SERVER: occurrence.virtualServer }),
  };
}

/**
 * The line for the FIFOs, without its end: "VS [192.0.2.1]:tcp:80 UP", "RS [198.51.100.1]:tcp:80 [192.0.2.1]:tcp:80
 * UP".
 */
function lvsFifoLine(occurrence: LvsOccurrence): string {
  const { kind, name, state } = occurrence;
  return kind === "virtual-server" ? `VS ${name} ${state}` : `RS ${name} ${occurrence.virtualServer} ${state}`;
}

/** Subject and first line are the reference's, for filters and people; why comes below. */
function composeLvsMail(occurrence: LvsOccurrence, state: LvsState, routerId: string): Mail {
  const { kind, name, summary, reason } = occurrence;
  const subject =
    kind === "virtual-server"
      ? `Virtualserver ${name}`
      : `Realserver ${name} of virtual server ${occurrence.virtualServer}`;
  const body = `=> ${summary} <=`;
  return {
    subject: `[${routerId}] ${subject} - ${state}`,
    body: reason === summary ? body : `${body}\n\n${reason}`,
  };
}
