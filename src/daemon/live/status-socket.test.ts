import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { clientLimit, requestLimit } from "../../status/live/control-protocol.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import { sampleDocument, sampleRecord } from "../../status/live/samples.ts";
import { followLimit, openRequestLimit } from "./serve-client.ts";
import { noCommands, type StatusServices } from "./services.ts";
import { StatusSocket } from "./status-socket.ts";

/** A hub of so many records, and what is published. */
class Events {
  readonly all: EventRecord[] = [];
  readonly #wake = new Set<() => void>();

  add(count: number, changes: Partial<EventRecord> = {}): void {
    for (let made = 0; made < count; made += 1) this.all.push(sampleRecord(this.all.length + 1, changes));
    for (const wake of this.#wake) wake();
  }

  async *records({ after = 0, follow = false }, signal: AbortSignal): AsyncGenerator<EventRecord> {
    for (let next = after; !signal.aborted;) {
      const record = this.all[next];
      if (record !== undefined) {
        next += 1;
        yield record;
        continue;
      }
      if (!follow) return;
      await new Promise<void>((resolve) => {
        this.#wake.add(resolve);
        signal.addEventListener("abort", () => resolve());
      });
    }
  }
}

type Bench = {
  readonly path: string;
  readonly events: Events;
  readonly troubles: string[];
  readonly socket: StatusSocket;
};

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "holdfast-socket-"));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function open(
  context: TestContext,
  changes: Partial<StatusServices> = {},
  path: string = join(folder(context), "s"),
): Promise<Bench> {
  const events = new Events();
  const troubles: string[] = [];
  const document = sampleDocument();
  const services: StatusServices = {
    document: async () => ({ document, text: JSON.stringify(document) }),
    events,
    commands: noCommands,
    ...changes,
  };
  const patience = { stalled: 200, parting: 100 };
  const socket = new StatusSocket(services, (message) => troubles.push(message), patience);
  context.after(() => socket.close());
  await socket.open(path);
  return { path, events, troubles, socket };
}

type Client = { readonly socket: Socket; readonly next: () => Promise<unknown>; readonly say: (text: string) => void };

async function dial(context: TestContext, path: string): Promise<Client> {
  const socket = connect({ path, allowHalfOpen: true });
  context.after(() => socket.destroy());
  await new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => undefined);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    return done === true ? "closed" : JSON.parse(value);
  };
  return { socket, next, say: (text) => socket.write(text) };
}

function codeOf(answer: unknown): unknown {
  return typeof answer === "object" && answer !== null && "error" in answer
    ? Reflect.get(Object(answer.error), "code")
    : answer;
}

test("the socket is its owner's alone, is found under its name, and goes with the daemon", async (context) => {
  const { path, socket, troubles } = await open(context);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(troubles, []);
  socket.close();
  assert.ok(!existsSync(path));
});

test("a folder that is made for it is its owner's alone", async (context) => {
  const path = join(folder(context), "deep", "s");
  await open(context, {}, path);
  assert.equal(statSync(join(path, "..")).mode & 0o777, 0o700);
});

test("the status comes as one line, and end after it", async (context) => {
  const { path } = await open(context);
  const { say, next } = await dial(context, path);
  say('{"id":5,"method":"status"}\n');
  assert.deepEqual(await next(), { id: 5, status: JSON.parse(JSON.stringify(sampleDocument())) });
  assert.deepEqual(await next(), { id: 5, end: true });
});

test("events: the past, then what comes, none twice", async (context) => {
  const { path, events } = await open(context);
  events.add(3);
  const { say, next } = await dial(context, path);
  say('{"id":1,"method":"events","after":1,"follow":true}\n{"id":2,"method":"events","after":2}\n');
  const ids: unknown[] = [];
  const take = async (count: number): Promise<void> => {
    for (let taken = 0; taken < count; taken += 1) {
      const { id, event, end } = Object(await next());
      ids.push([id, event?.id ?? end]);
    }
  };
  await take(4);
  events.add(2);
  await take(2);
  assert.deepEqual(
    ids.filter((each) => Array.isArray(each) && each[0] === 1),
    [1, 1, 1, 1].map((id, index) => [id, index + 2]),
  );
  assert.deepEqual(
    ids.filter((each) => Array.isArray(each) && each[0] === 2),
    [
      [2, 3],
      [2, true],
    ],
  );
});

test("nonsense is refused, and the conversation goes on", async (context) => {
  const { path } = await open(context);
  const { say, next } = await dial(context, path);
  say('nonsense\n\n{"id":4,"method":"sing"}\n{"id":5,"method":"command","command":"reload","user":"ada"}\n');
  const answers = [await next(), await next(), await next(), await next(), await next(), await next()];
  assert.deepEqual(answers.map(codeOf), [
    "malformed",
    { id: 0, end: true },
    "unknown-method",
    { id: 4, end: true },
    "not-available",
    { id: 5, end: true },
  ]);
});

test("a request that is too long ends the conversation", async (context) => {
  const { path } = await open(context);
  const { say, next } = await dial(context, path);
  say("x".repeat(requestLimit + 1));
  assert.equal(codeOf(await next()), "too-long");
  assert.equal(await next(), "closed");
});

test("a client that has said all is answered, and what it follows ends", async (context) => {
  const { path, events } = await open(context);
  events.add(1);
  const { socket, next } = await dial(context, path);
  socket.end('{"id":1,"method":"events","follow":true}\n{"id":2,"method":"status"}\n');
  const answers: unknown[] = [];
  for (let answer = await next(); answer !== "closed"; answer = await next())
    answers.push(Reflect.get(Object(answer), "id"));
  assert.deepEqual(answers.filter((id) => id === 2).length, 2);
});

test("a request without its newline is none", async (context) => {
  const { path } = await open(context);
  const { socket, next } = await dial(context, path);
  socket.end('{"id":1,"method":"status"}');
  assert.equal(await next(), "closed");
});

test("too many requests at once, and too many that follow, are refused", async (context) => {
  const { path } = await open(context, { document: async () => new Promise(() => undefined) });
  const { say, next } = await dial(context, path);
  say('{"id":1,"method":"events","follow":true}\n'.repeat(followLimit + 1));
  assert.equal(codeOf(await next()), "busy");
  assert.deepEqual(await next(), { id: 1, end: true });
  say('{"id":2,"method":"status"}\n'.repeat(openRequestLimit + 1));
  assert.equal(codeOf(await next()), "busy");
});

test("one client more than there can be is told so; when one leaves there is room", async (context) => {
  const { path } = await open(context);
  const clients = await Promise.all(Array.from({ length: clientLimit }, async () => dial(context, path)));
  const [first] = clients;
  for (const client of clients) {
    client.say('{"id":1,"method":"events"}\n');
    assert.deepEqual(await client.next(), { id: 1, end: true });
  }
  const late = await dial(context, path);
  assert.equal(codeOf(await late.next()), "busy");
  assert.equal(await late.next(), "closed");
  first?.socket.end();
  assert.equal(await first?.next(), "closed");
  const next = await dial(context, path);
  next.say('{"id":1,"method":"events"}\n');
  assert.deepEqual(await next.next(), { id: 1, end: true });
});

test("a client that never reads is told and cut off; others get every event meanwhile", async (context) => {
  const { path, events } = await open(context);
  const lazy = await dial(context, path);
  lazy.socket.pause();
  lazy.say('{"id":1,"method":"events","follow":true}\n');
  const { say, next } = await dial(context, path);
  say('{"id":1,"method":"events","follow":true}\n');
  events.add(1_000, { text: "x".repeat(1_000) });
  for (let id = 1; id <= 1_000; id += 1) assert.equal(Reflect.get(Object(await next()), "event")?.id, id);
  // It is closed without having read: what it reads now is what had been sent before that.
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 350);
  });
  lazy.socket.resume();
  let got = 0;
  for (let answer = await lazy.next(); answer !== "closed"; answer = await lazy.next()) got += 1;
  assert.ok(got < 1_000, String(got));
});

test("one that stalls for a while and reads again is told that something is missing", async (context) => {
  const { path, events } = await open(context);
  const lazy = await dial(context, path);
  lazy.socket.pause();
  lazy.say('{"id":1,"method":"events","follow":true}\n');
  events.add(1_000, { text: "x".repeat(1_000) });
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 250);
  });
  lazy.socket.resume();
  let last: unknown;
  for (let answer = await lazy.next(); answer !== "closed"; answer = await lazy.next()) last = answer;
  assert.equal(codeOf(last), "too-slow");
});

test("what a dead daemon has left is replaced", async (context) => {
  const path = join(folder(context), "s");
  // Bound, and its owner gone: nobody removes the file then.
  const { execFileSync } = await import("node:child_process");
  const die = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  try {
    execFileSync(process.execPath, ["-e", die]);
  } catch {
    // It was killed.
  }
  assert.ok(statSync(path).isSocket());
  const { troubles } = await open(context, {}, path);
  assert.deepEqual(troubles, []);
  const { say, next } = await dial(context, path);
  say('{"id":1,"method":"events"}\n');
  assert.deepEqual(await next(), { id: 1, end: true });
});

test("the socket of a living daemon, and what is no socket, stay as they are", async (context) => {
  const { path, socket, troubles } = await open(context);
  const second = new StatusSocket({ ...unused, commands: noCommands }, (message) => troubles.push(message));
  await second.open(path);
  second.close();
  assert.ok(existsSync(path), "the other's");
  const file = join(folder(context), "file");
  writeFileSync(file, "precious");
  await second.open(file);
  assert.deepEqual(troubles, [
    `No status socket at ${path} (another daemon serves there): name another place with --socket`,
    `No status socket at ${file} (there is something else of that name): name another place with --socket`,
  ]);
  socket.close();
});

test("a place that others can change, that is too long, or that cannot be, is refused", async (context) => {
  const troubles: string[] = [];
  const socket = new StatusSocket({ ...unused, commands: noCommands }, (message) => troubles.push(message));
  const shared = folder(context);
  chmodSync(shared, 0o777);
  await socket.open(join(shared, "s"));
  await socket.open(join(folder(context), "x".repeat(100)));
  await socket.open("/proc/self/none/s");
  assert.deepEqual(
    troubles.map((each) => /\((.*)\)/u.exec(each)?.[1]),
    [`${shared} can be changed by other users`, "the path is longer than a socket's can be", "ENOENT"],
  );
});

test("one that another has put in the place of ours meanwhile is left alone", async (context) => {
  const { path, socket } = await open(context);
  rmSync(path);
  const other = createServer().listen(path);
  context.after(() => other.close());
  await new Promise((resolve) => {
    other.once("listening", resolve);
  });
  socket.close();
  assert.ok(existsSync(path));
});

const unused = {
  document: async (): Promise<never> => Promise.reject(new Error("unused")),
  events: new Events(),
};
