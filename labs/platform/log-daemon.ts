import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { untilReal } from "../../src/platform/contract/patience.ts";
import type { LogDaemon, SyslogLine } from "../../src/platform/contract/syslog.ts";
import { bind, close, recv, socket } from "../../src/platform/linux/ffi.ts";
import { addressFamily, unixSocketAddress } from "../../src/platform/linux/socket-address.ts";
import { messageFlag, socketType } from "../../src/platform/linux/socket-options.ts";
import { openSyslog } from "../../src/platform/linux/syslog.ts";
import { must } from "../../src/platform/linux/system-call.ts";
import type { Syslog } from "../../src/platform/ports.ts";

export const origin = { ident: "Keepalived_vrrp", facility: 3, pid: 4711 } as const;

/** "<30>Nov  1 03:24:44 Keepalived_vrrp[4711]: message" of the facility daemon. */
const lineForm =
  /^<(?<priority>\d+)>(?<time>[A-Z][a-z]{2} [ 123]\d \d\d:\d\d:\d\d) Keepalived_vrrp\[4711\]: (?<message>.*)$/su;

/** A datagram socket in a folder of its own, in the place of /dev/log. */
export class SocketLogDaemon implements LogDaemon {
  readonly until = untilReal;
  readonly #folder = mkdtempSync(join(tmpdir(), "holdfast-syslog-"));
  readonly #path = join(this.#folder, "log");
  readonly #datagram = new Uint8Array(65_536);
  #descriptor: number | undefined;

  constructor() {
    this.start();
  }

  openSyslog(): Syslog {
    return openSyslog(origin, this.#path);
  }

  start(): void {
    const address = unixSocketAddress(this.#path);
    assert.ok(address !== undefined);
    this.#descriptor = must("socket", socket(addressFamily.unix, socketType.datagram, 0));
    must("bind", bind(this.#descriptor, address));
  }

  take(): readonly SyslogLine[] {
    return this.takeRaw().map((line) => {
      const { priority, message } = lineForm.exec(line)?.groups ?? {};
      assert.ok(priority !== undefined && message !== undefined, `not a line of syslog: ${line}`);
      assert.equal(Number(priority) >> 3, origin.facility);
      return { severity: Number(priority) & 7, message };
    });
  }

  /** The datagrams as they are. */
  takeRaw(): readonly string[] {
    const lines: string[] = [];
    if (this.#descriptor === undefined) return lines;
    for (;;) {
      const length = recv(this.#descriptor, this.#datagram, messageFlag.nonBlocking);
      if (length < 0) return lines;
      lines.push(new TextDecoder().decode(this.#datagram.subarray(0, length)));
    }
  }

  stop(): void {
    if (this.#descriptor !== undefined) close(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#path, { force: true });
  }

  close(): void {
    this.stop();
    rmSync(this.#folder, { recursive: true });
  }
}
