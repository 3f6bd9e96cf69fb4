import type { Mail } from "../notify/mail.ts";
import { type LineOptions, severity } from "./log.ts";
import type { MailSettings } from "./mail-settings.ts";
import type { FromMailer, ToMailer } from "./messages.ts";

/** The process that sends mails. */
export type RunningMailer = {
  readonly send: (message: ToMailer) => void;
  /** There is no more work: it ends when it has done what it has. */
  readonly release: () => void;
};

export type MailerListener = {
  readonly message: (message: FromMailer) => void;
  /** It has ended, called once; `reason` is for the log. */
  readonly ended: (reason: string) => void;
};

/** Mails that are not sent yet; more are lost, and counted. */
export const mailLimit = 1000;

/**
 * Has mails sent by a process of its own, which lives for as long as there are some. A mail that the relay does not
 * take is not tried again (section 23 of the reference).
 */
export class MailSender {
  readonly #start: (listener: MailerListener) => RunningMailer;
  readonly #say: (message: string, options?: LineOptions) => void;
  /** Subjects of the mails that are not sent yet. */
  #underWay = new Map<number, string>();
  #mailer: RunningMailer | undefined;
  #sent = 0;
  #lost = 0;

  constructor(
    start: (listener: MailerListener) => RunningMailer,
    say: (message: string, options?: LineOptions) => void,
  ) {
    this.#start = start;
    this.#say = say;
  }

  /** `at`: milliseconds of the Unix epoch. */
  send(settings: MailSettings, mail: Mail, at: number): void {
    if (this.#underWay.size >= mailLimit) {
      if (this.#lost === 0) this.#warn(`SMTP alerts are lost: ${mailLimit} wait for the relay`);
      this.#lost += 1;
      return;
    }
    this.#sent += 1;
    const id = this.#sent;
    this.#underWay.set(id, mail.subject);
    this.#mailer ??= this.#open();
    this.#mailer.send({ settings, task: { id, mail, at } });
  }

  #open(): RunningMailer {
    const mailer = this.#start({
      message: ({ id, failure }) => this.#answered(id, failure),
      ended: (reason) => {
        if (this.#mailer === mailer) this.#died(reason);
      },
    });
    return mailer;
  }

  #answered(id: number, failure: string | undefined): void {
    const subject = this.#underWay.get(id);
    if (subject === undefined) return;
    this.#underWay.delete(id);
    if (failure === undefined) this.#say("SMTP alert successfully sent.", { detail: true });
    else this.#warn(`SMTP alert "${subject}" ${failure}`);
    if (this.#underWay.size > 0) return;
    if (this.#lost > 0) this.#warn(`${this.#lost} SMTP alerts were lost`);
    this.#lost = 0;
    this.#mailer?.release();
    this.#mailer = undefined;
  }

  #died(reason: string): void {
    this.#mailer = undefined;
    for (const subject of this.#underWay.values()) this.#warn(`SMTP alert "${subject}" not sent: ${reason}`);
    this.#underWay = new Map();
  }

  #warn(message: string): void {
    this.#say(message, { severity: severity.warning });
  }
}
