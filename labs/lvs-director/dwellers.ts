import type { Socket } from "node:net";

import { enter, readName, type Visit } from "./visit.ts";
import { echoPath } from "./servers.ts";

/**
 * A connection that broke: at which server, when the last question was asked that got an answer, and when the break was
 * seen; milliseconds since 1970.
 */
export type Break = { readonly server: string; readonly since: number; readonly at: number; readonly why: string };

/** What those who stay have seen. */
export type Dwelling = { readonly breaks: readonly Break[]; readonly answers: number };

/** Milliseconds between an answer and the next question, and for an answer. */
const pause = 50;
const patience = 3_000;
/** Milliseconds before one that was not let in tries again. */
const retry = 20;

const breaks: Break[] = [];
const state = { answers: 0, isOver: false };

/** So many connections that are in use all the time; one that breaks is replaced. */
export function dwell(visit: Visit, count: number): void {
  for (let each = 0; each < count; each += 1) void dwellOn(visit);
}

export function leave(): Dwelling {
  state.isOver = true;
  return { breaks, answers: state.answers };
}

async function dwellOn(visit: Visit): Promise<void> {
  while (!state.isOver) {
    const began = Date.now();
    const socket = enter(visit, echoPath);
    try {
      await stayWith(socket, await readName(socket, visit.patience), began);
    } catch {
      // Not let in: that is for those who only visit to complain about.
      await pass(retry);
    } finally {
      socket.destroy();
    }
  }
}

async function stayWith(socket: Socket, server: string, began: number): Promise<void> {
  let since = began;
  while (!state.isOver) {
    const asked = Date.now();
    const why = await echo(socket);
    if (state.isOver) return;
    if (why !== undefined) {
      breaks.push({ server, since, at: Date.now(), why });
      return;
    }
    state.answers += 1;
    since = asked;
    await pass(pause);
  }
}

/** A line goes there and comes back; or why not. */
async function echo(socket: Socket): Promise<string | undefined> {
  if (socket.destroyed) return "closed";
  return new Promise((resolve) => {
    const overdue = setTimeout(() => settle("no answer"), patience);
    const answered = (): void => settle(undefined);
    const failed = (error: Error): void => settle(error.message);
    const closed = (): void => settle("closed");
    const settle = (why: string | undefined): void => {
      clearTimeout(overdue);
      socket.off("data", answered).off("error", failed).off("close", closed);
      resolve(why);
    };
    socket.on("data", answered).on("error", failed).on("close", closed).write("are you there?\n");
  });
}

async function pass(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
