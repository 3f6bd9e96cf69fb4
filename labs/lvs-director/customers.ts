import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

import { perform } from "./actor.ts";
import { echoPath, serverHeader } from "./servers.ts";

/** Where customers go, and as whom; `from` is one of the addresses of their machine. */
export type Visit = {
  readonly kind: "http" | "https" | "smtp";
  readonly address: string;
  readonly port: number;
  readonly from?: string;
};

export type CustomersCommand =
  /** So many visits, each over a connection of its own, `parallel` of them at a time: a Tally. */
  | { readonly do: "visit"; readonly visit: Visit; readonly count: number; readonly parallel: number }
  /** A connection that stays: the name of the server. */
  | { readonly do: "stay"; readonly as: string; readonly visit: Visit }
  /** Whether those who stay get answers: Stay[]. */
  | { readonly do: "ask" };

/** Who has answered how often, and what went wrong how often. */
export type Tally = {
  readonly answers: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly milliseconds: number;
};

/** One who stays: at which server, and why it has no answer. */
export type Stay = { readonly as: string; readonly server: string; readonly broken?: string };

/** Milliseconds for an answer: much for a machine, and not too little for a guest on a busy one. */
const patience = 10_000;

type Staying = { readonly server: string; readonly socket: Socket; broken?: string };
const staying = new Map<string, Staying>();

/** The part of all customers of a stage. */
export function playCustomers(): void {
  perform<CustomersCommand>(async (command) => {
    switch (command.do) {
      case "visit":
        return visitOften(command.visit, command.count, command.parallel);
      case "stay":
        return stay(command.as, command.visit);
      case "ask":
        return Promise.all([...staying].map(async ([as, each]) => askAgain(as, each)));
      default:
        throw new RangeError(`no such command: ${JSON.stringify(command)}`);
    }
  });
}

async function visitOften(visit: Visit, count: number, parallel: number): Promise<Tally> {
  const answers: Record<string, number> = {};
  const failures: Record<string, number> = {};
  const began = performance.now();
  let left = count;
  const customer = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const { server, failure } = await visitOnce(visit);
      if (server === undefined) failures[failure] = (failures[failure] ?? 0) + 1;
      else answers[server] = (answers[server] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, customer));
  return { answers, failures, milliseconds: Math.round(performance.now() - began) };
}

/** The name of the server, or what went wrong. */
async function visitOnce(visit: Visit): Promise<{ readonly server: string | undefined; readonly failure: string }> {
  const socket = enter(visit, "/");
  try {
    return { server: await readName(socket), failure: "" };
  } catch (error) {
    return { server: undefined, failure: error instanceof Error ? error.message : String(error) };
  } finally {
    // A reset leaves no connection in TIME_WAIT: they would use up the ports.
    if (visit.kind === "https") socket.destroy();
    else socket.resetAndDestroy();
  }
}

async function stay(as: string, visit: Visit): Promise<string> {
  const socket = enter(visit, echoPath);
  const server = await readName(socket);
  const each: Staying = { server, socket };
  staying.set(as, each);
  socket.on("error", (error) => (each.broken ??= error.message));
  socket.on("close", () => (each.broken ??= "closed"));
  return server;
}

/** A line goes there and comes back, or it is known to be broken, which it then remains. */
async function askAgain(as: string, each: Staying): Promise<Stay> {
  if (each.broken === undefined) {
    await new Promise<void>((resolve) => {
      const overdue = setTimeout(() => {
        each.broken ??= "no answer";
        settle();
      }, patience);
      const settle = (): void => {
        clearTimeout(overdue);
        each.socket.off("data", settle).off("close", settle);
        resolve();
      };
      each.socket.on("data", settle).on("close", settle).write("are you there?\n");
    });
  }
  return { as, server: each.server, ...(each.broken === undefined ? {} : { broken: each.broken }) };
}

/** Opens a connection and, where the client speaks first, asks for a page. */
function enter({ kind, address, port, from }: Visit, path: string): Socket {
  const target = { host: address, port, ...(from === undefined ? {} : { localAddress: from }) };
  const socket = kind === "https" ? connectTls({ ...target, rejectUnauthorized: false }) : connect(target);
  if (kind !== "smtp") socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
  return socket.setEncoding("latin1").setNoDelay(true);
}

const greeting = new RegExp(`^(?:220 (\\S+) |HTTP/1.*\r\n${serverHeader}: (\\S+)\r\n)`, "u");

/** Reads up to where the server says who it is. Rejects when the connection ends before, or nothing comes in time. */
async function readName(socket: Socket): Promise<string> {
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
