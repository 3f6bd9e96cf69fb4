import type { Socket } from "node:net";

import { perform } from "./actor.ts";
import { dwell, leave } from "./dwellers.ts";
import { enter, readName, usualPatience, type Visit } from "./visit.ts";
import { echoPath } from "./servers.ts";

export type CustomersCommand =
  /** So many of these visits in turn, each over a connection of its own, `parallel` of them at a time: a Tally. */
  | { readonly do: "visit"; readonly visits: readonly Visit[]; readonly count: number; readonly parallel: number }
  /** A connection that stays: the name of the server. */
  | { readonly do: "stay"; readonly as: string; readonly visit: Visit }
  /** Whether those who stay get answers: Stay[]. */
  | { readonly do: "ask" }
  /** From now on so many stay, ask all the time, and come again when they have to go. */
  | { readonly do: "dwell"; readonly visit: Visit; readonly count: number }
  /** The end of that: a Dwelling. */
  | { readonly do: "leave" };

/** Who has answered how often, and what went wrong how often. */
export type Tally = {
  readonly answers: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly milliseconds: number;
};

/** One who stays: at which server, and why it has no answer. */
export type Stay = { readonly as: string; readonly server: string; readonly broken?: string };

type Staying = { readonly server: string; readonly socket: Socket; broken?: string };
const staying = new Map<string, Staying>();

/** The part of all customers of a stage. */
export function playCustomers(): void {
  perform<CustomersCommand>(async (command) => {
    switch (command.do) {
      case "visit":
        return visitOften(command.visits, command.count, command.parallel);
      case "stay":
        return stay(command.as, command.visit);
      case "dwell":
        return dwell(command.visit, command.count);
      case "leave":
        return leave();
      case "ask":
        return Promise.all([...staying].map(async ([as, each]) => askAgain(as, each)));
      default:
        throw new RangeError(`no such command: ${JSON.stringify(command)}`);
    }
  });
}

async function visitOften(visits: readonly Visit[], count: number, parallel: number): Promise<Tally> {
  const answers: Record<string, number> = {};
  const failures: Record<string, number> = {};
  const began = performance.now();
  let left = count;
  const customer = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const visit = visits[left % visits.length];
      if (visit === undefined) return;
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
    return { server: await readName(socket, visit.patience), failure: "" };
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
      }, usualPatience);
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
