import { hostname } from "node:os";

import { toMilliseconds } from "../base/time.ts";
import type { MailConfig } from "../config/global-config.ts";

/** Who sends mails to whom, and through which relay. */
export type MailSettings = {
  readonly host: string;
  readonly port: number;
  /** For HELO. */
  readonly heloName: string;
  /** For each step: name, connection, greeting, and each answer. Milliseconds. */
  readonly timeout: number;
  readonly sender: string;
  readonly recipients: readonly string[];
};

/** Undefined: there is no relay, or nobody to write to. */
export function mailSettings(mail: MailConfig): MailSettings | undefined {
  const { server, recipients, connectTimeout, heloName, sender } = mail;
  if (server === undefined || recipients.length === 0) return undefined;
  return {
    ...server,
    heloName: heloName === undefined || heloName === "" ? hostname() : heloName,
    timeout: toMilliseconds(connectTimeout),
    sender: sender ?? `keepalived@${hostname()}`,
    recipients,
  };
}

/** "[192.0.2.9]:25", as the log of the reference names a relay. */
export function printRelay({ host, port }: Pick<MailSettings, "host" | "port">): string {
  return `[${host}]:${port}`;
}
