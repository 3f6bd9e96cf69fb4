import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

import { toMilliseconds } from "../../src/base/time.ts";
import { usualPatience as patienceOfLabs } from "../../src/lab/index.ts";
import { serverHeader } from "./servers.ts";

/** Where customers go, and as whom; `from` is one of the addresses of their machine. */
export type Visit = {
  readonly kind: "http" | "https" | "smtp";
  readonly address: string;
  readonly port: number;
  readonly from?: string;
  /** Each connection has a port of its own there, and none is used twice before all the others were. */
  readonly freshPorts?: true;
  /** Milliseconds for an answer; that of labs when left out. */
  readonly patience?: number;
};

/** Milliseconds. */
export const usualPatience = toMilliseconds(patienceOfLabs);

/** Opens a connection and, where the client speaks first, asks for a page. */
export function enter({ kind, address, port, from, freshPorts }: Visit, path: string): Socket {
  const ownPort = freshPorts === undefined || from === undefined ? {} : { localPort: nextPort(from) };
  const target = { host: address, port, ...(from === undefined ? {} : { localAddress: from, ...ownPort }) };
  const socket = kind === "https" ? connectTls({ ...target, rejectUnauthorized: false }) : connect(target);
  if (kind !== "smtp") socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
  return socket.setEncoding("latin1").setNoDelay(true);
}

const ports = { first: 1024, count: 64_000 };
const used = new Map<string, number>();

function nextPort(from: string): number {
  const before = used.get(from) ?? 0;
  used.set(from, before + 1);
  return ports.first + (before % ports.count);
}

const greeting = new RegExp(`^(?:220 (\\S+) |HTTP/1.*\r\n${serverHeader}: (\\S+)\r\n)`, "u");

/** Reads up to where the server says who it is. Rejects when the connection ends before, or nothing comes in time. */
export async function readName(socket: Socket, patience: number = usualPatience): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const overdue = setTimeout(() => reject(new Error("no answer")), patience);
    const read = (chunk: string): void => {
      text += chunk;
      const [, mail, web] = greeting.exec(text) ?? [];
      const name = mail ?? web;
      if (name !== undefined) settle(() => resolve(name));
    };
    const fail = (error: Error & { readonly code?: string }): void =>
      settle(() => reject(new Error(error.code ?? error.message)));
    const end = (): void => settle(() => reject(new Error(`ended after ${JSON.stringify(text)}`)));
    const settle = (how: () => void): void => {
      clearTimeout(overdue);
      socket
        .off("data", read)
        .off("error", fail)
        .off("end", end)
        .on("error", () => undefined);
      how();
    };
    socket.on("data", read).on("error", fail).on("end", end);
  });
}
