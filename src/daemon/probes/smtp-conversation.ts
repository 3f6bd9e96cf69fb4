import type { CheckStage } from "../../check/outcome.ts";
import { SmtpReplyReader, smtpReplyLimit } from "../../wire/smtp-reply.ts";
import { type Conversation, failure, success, type Turn, wait } from "./conversation.ts";

/** `expected` is undefined where any reply will do. */
type Step = { readonly command: string; readonly expected: number | undefined };

/**
 * SMTP_CHECK: the server greets, knows HELO and says something to QUIT (RFC 5321 §4.3.2); what, is all the same to the
 * reference.
 */
export class SmtpConversation implements Conversation {
  readonly #steps: readonly Step[];
  readonly #reader = new SmtpReplyReader();
  #step = 0;

  constructor(heloName: string) {
    this.#steps = [
      { command: "connection", expected: 220 },
      { command: `HELO ${heloName}`, expected: 250 },
      { command: "QUIT", expected: undefined },
    ];
  }

  get stage(): CheckStage {
    return this.#step === 0 ? "banner" : "reply";
  }

  opened(): Turn {
    return { kind: "say", bytes: new Uint8Array(0) };
  }

  received(bytes: Uint8Array): Turn {
    const reply = this.#reader.take(bytes);
    const current = this.#steps[this.#step];
    if (reply === undefined || current === undefined) return wait;
    if (reply === "too-long") return failure({ kind: "too-long", limit: smtpReplyLimit });
    const { command, expected } = current;
    if (reply === "malformed") {
      const message = `expected a reply that begins with ${expected ?? "a code"}, got something else to ${command}`;
      return failure({ kind: "protocol", stage: this.stage, message });
    }
    if (expected !== undefined && reply.code !== expected)
      return failure({ kind: "smtp", command, expected, reply: reply.line });
    this.#step += 1;
    const next = this.#steps[this.#step];
    return next === undefined ? success : { kind: "say", bytes: Buffer.from(`${next.command}\r\n`) };
  }

  ended(): Turn {
    return failure({ kind: "closed", stage: this.stage, code: undefined });
  }
}
