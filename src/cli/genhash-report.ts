import type { Duration } from "../base/time.ts";
import type { Page } from "../daemon/page-conversation.ts";

/** What `--verbose` shows: head and body as they came, the digest, and the time it took. */
export function printPage({ head, body, digest }: Page, path: string, duration: Duration): string {
  return [
    rule("    HTTP Header Buffer    "),
    hexDump(head),
    rule(" HTTP Header Ascii Buffer "),
    printable(head),
    rule("        HTML Buffer        "),
    hexDump(body),
    "",
    rule("    HTML hash resulting    "),
    hexDump(Buffer.from(digest, "hex")),
    rule(" HTML hash final resulting "),
    digest,
    "",
    `Global response time for [${path}] = ${duration} usecs`,
  ].join("\n");
}

function rule(title: string): string {
  return `-----------------------[${title}]-----------------------`;
}

/** "0016  0a 43 6f 6e 74 65 6e 74 - 2d 4c 65 6e 67 74 68 3a   .Content-Length:": offsets are decimal. */
function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    const cells = Array.from({ length: 16 }, (_, index) => row[index]?.toString(16).padStart(2, "0") ?? "  ");
    const hex = `${cells.slice(0, 8).join(" ")} - ${cells.slice(8).join(" ")}`;
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    rows.push(`${String(at).padStart(4, "0")}  ${hex}   ${text.padEnd(16)}`);
  }
  return rows.join("\n");
}

/** Nothing in it can steer a terminal. */
function printable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replaceAll(/[^\x20-\x7e\r\n\t]/gu, ".");
}
