import { spawn } from "node:child_process";

import type { MailerListener, RunningMailer } from "./mail-sender.ts";
import type { FromMailer } from "./messages.ts";
import { environmentFor } from "./role.ts";
import type { SupervisorOptions } from "./supervisor-options.ts";

/** Starts this program again in the role "mailer". */
export function startMailer(options: SupervisorOptions, listener: MailerListener): RunningMailer {
  const child = spawn(process.execPath, [process.argv[1] ?? "", ...options.arguments], {
    argv0: options.program,
    env: environmentFor("mailer"),
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.on("message", (message) => {
    if (isFromMailer(message)) listener.message(message);
  });
  child.on("exit", (status, signal) => {
    listener.ended(
      `the mailer process ${signal === null ? `exited with status ${status ?? 0}` : `was ended by ${signal}`}`,
    );
  });
  child.on("error", (error) => {
    if (child.pid === undefined) listener.ended(`the mailer process could not be started: ${error.message}`);
  });
  return {
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    release: () => {
      if (child.connected) child.disconnect();
      // It may still be closing its connection: nobody waits for that.
      child.unref();
    },
  };
}

function isFromMailer(message: unknown): message is FromMailer {
  return typeof message === "object" && message !== null && "id" in message && typeof message.id === "number";
}
