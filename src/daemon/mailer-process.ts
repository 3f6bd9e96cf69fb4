import { type MailTransport, openMailTransport } from "./mail-transport.ts";
import type { FromMailer, ToMailer } from "./messages.ts";

/** Nobody: to speak SMTP takes no privilege. */
const nobody = 65_534;

/**
 * Entry point of the process that sends mails: a relay that is slow, gone or hostile troubles nobody else. It ends when
 * the supervisor has no more work for it, or has gone, and all is sent.
 */
export function runMailerProcess(): void {
  process.chdir("/");
  if (process.geteuid?.() === 0) {
    process.setgroups?.([]);
    process.setgid?.(nobody);
    process.setuid?.(nobody);
  }
  const mailer = new Mailer();
  process.on("message", (message: ToMailer) => mailer.send(message));
  process.on("disconnect", () => mailer.finish());
  // Signals of the terminal reach the whole process group: the supervisor decides what they mean.
  for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"] as const) process.on(signal, () => undefined);
}

class Mailer {
  readonly #transports = new Map<string, MailTransport>();
  #underWay = 0;
  #isLast = false;

  send({ settings, task }: ToMailer): void {
    const key = JSON.stringify(settings);
    const transport = this.#transports.get(key) ?? openMailTransport(settings);
    this.#transports.set(key, transport);
    this.#underWay += 1;
    void transport.send(task).then((failure) => {
      this.#underWay -= 1;
      tell({ id: task.id, failure });
      this.#mayEnd();
    });
  }

  finish(): void {
    this.#isLast = true;
    this.#mayEnd();
  }

  #mayEnd(): void {
    if (!this.#isLast || this.#underWay > 0) return;
    for (const transport of this.#transports.values()) transport.close();
    process.exit(0);
  }
}

function tell(message: FromMailer): void {
  if (process.connected) process.send?.(message);
}
