import { isIP, Socket } from "node:net";
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from "node:tls";

import type { ProbeStream, StreamListener } from "../../platform/probe-sockets.ts";
import { errorCode } from "../error-code.ts";

export interface TlsListener extends StreamListener {
  /** The handshake has failed, or the certificate is not believed. The stream is closed. */
  refused(message: string): void;
}

/** Begins a handshake on a connection, whose descriptor it owns from now on. */
export type OpenTlsStream = (descriptor: number, listener: TlsListener) => ProbeStream;

export type TlsOptions = {
  readonly context: SecureContext;
  /** Certificates are verified. */
  readonly verify: boolean;
  /** Of the server that is asked for, and what its certificate is compared with; undefined: any. */
  readonly serverName: string | undefined;
  /** End with close_notify (RFC 8446 §6.1). */
  readonly closeNotify: boolean;
};

/** A connection of TLS over one that is there. */
export class TlsStream implements ProbeStream {
  readonly #listener: TlsListener;
  readonly #socket: TLSSocket;
  readonly #closeNotify: boolean;
  #secured = false;
  #closed = false;

  constructor(descriptor: number, { context, verify, serverName, closeNotify }: TlsOptions, listener: TlsListener) {
    this.#listener = listener;
    this.#closeNotify = closeNotify;
    const named = serverName !== undefined && isIP(serverName) === 0;
    this.#socket = connect({
      socket: new Socket({ fd: descriptor }),
      secureContext: context,
      rejectUnauthorized: verify,
      checkServerIdentity: (_, certificate) => (named ? checkServerIdentity(serverName, certificate) : undefined),
      ...(named ? { servername: serverName } : {}),
    });
    this.#socket.on("secureConnect", () => {
      this.#secured = true;
      if (!this.#closed) listener.opened();
    });
    this.#socket.on("data", (bytes: Buffer) => {
      if (!this.#closed) listener.received(bytes);
    });
    this.#socket.on("end", () => this.#end(undefined));
    this.#socket.on("close", () => this.#end(undefined));
    this.#socket.on("error", (error) => this.#end(error));
  }

  send(bytes: Uint8Array): void {
    // It is written later, when the caller may have used the bytes for something else.
    if (!this.#closed) this.#socket.write(bytes.slice());
  }

  release(): number {
    throw new RangeError("a connection of TLS has state that its descriptor does not carry");
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#closeNotify && this.#secured) {
      this.#socket.end();
      // What it takes to say so is written by then, or is not to be waited for.
      setImmediate(() => this.#socket.destroy());
    } else this.#socket.destroy();
  }

  #end(error: Error | undefined): void {
    if (this.#closed) return;
    this.close();
    const code = error !== undefined && "code" in error ? errorCode(error) : undefined;
    const isOfSocket = error !== undefined && ("syscall" in error || code === "ECONNRESET" || code === "EPIPE");
    if (error === undefined) this.#listener.ended(undefined);
    else if (isOfSocket) this.#listener.ended({ call: "recv", errno: 0, code: code ?? "EIO" });
    else this.#listener.refused(reasonOf(error, code));
  }
}

/** The words of the TLS library, without the numbers of lines in its source. */
function reasonOf(error: Error, code: string | undefined): string {
  const reason = "reason" in error && typeof error.reason === "string" ? error.reason : error.message;
  return code !== undefined && !code.startsWith("ERR_") && !reason.includes(code) ? `${reason} (${code})` : reason;
}
