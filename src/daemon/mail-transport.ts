import { createTransport } from "nodemailer";

import type { MailSettings } from "./mail-settings.ts";
import { printRelay } from "./mail-settings.ts";
import type { MailTask } from "./messages.ts";

/** Connections to the relay at the same time. */
const connections = 5;

/** Sends mails, and resolves with what went wrong ("not sent: ..."), or undefined. */
export type MailTransport = {
  readonly send: (task: MailTask) => Promise<string | undefined>;
  readonly close: () => void;
};

/** Plain SMTP, without TLS and login, as the reference speaks it. */
export function openMailTransport(settings: MailSettings): MailTransport {
  const { host, port, heloName, timeout, sender, recipients } = settings;
  const transport = createTransport({
    host,
    port,
    secure: false,
    ignoreTLS: true,
    name: heloName,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    pool: true,
    maxConnections: connections,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ mail, at }) {
      try {
        const { rejected } = await transport.sendMail({
          from: sender,
          to: [...recipients],
          subject: mail.subject,
          text: `${mail.body}\n`,
          date: new Date(at),
          xMailer: "Keepalived",
        });
        return rejected.length === 0 ? undefined : `not sent to ${rejected.map(printRecipient).join(", ")}: refused`;
      } catch (error) {
        return `not sent: ${describeFailure(error, settings)}`;
      }
    },
    close() {
      transport.close();
    },
  };
}

function printRecipient(recipient: string | { readonly address?: string | undefined }): string {
  return typeof recipient === "string" ? recipient : (recipient.address ?? "");
}

/** The step that failed, and the answer of the relay or the system. */
function describeFailure(error: unknown, settings: MailSettings): string {
  const relay = `SMTP server ${printRelay(settings)}`;
  if (!(error instanceof Error)) return `Error on ${relay}: ${String(error)}`;
  const step = "command" in error && typeof error.command === "string" ? error.command : "CONN";
  const reason = error.message.replaceAll(/\s*\n\s*/gu, "; ");
  return step === "CONN"
    ? `Error connecting ${relay}: ${reason}`
    : `Error processing ${step} cmd on ${relay}: ${reason}`;
}
