/** Who writes the lines. */
export type SyslogOrigin = {
  /** The name of the program. */
  readonly ident: string;
  readonly pid: number;
  /** 0 to 23; 3 is daemon. */
  readonly facility: number;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Characters that RFC 3164 §4.1.3 does not allow in a line, such as its end. */
const control = /\p{Cc}+/gu;

/** Bytes; a log daemon cuts lines that are longer than it expects, so they are cut here. */
const messageLimit = 8000;

/**
 * The line that a local log daemon expects (RFC 3164 §4.1 without the host name): priority, local time, program.
 *
 *     <30>Nov  7 09:05:01 keepalived[123]: Stopped
 */
export function printSyslogLine(origin: SyslogOrigin, severity: number, at: Date, message: string): string {
  const priority = origin.facility * 8 + severity;
  const text = message.replace(control, " ").slice(0, messageLimit);
  return `<${priority}>${printTime(at)} ${origin.ident}[${origin.pid}]: ${text}`;
}

function printTime(at: Date): string {
  const day = String(at.getDate()).padStart(2, " ");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0"));
  return `${months[at.getMonth()] ?? ""} ${day} ${time.join(":")}`;
}
