import type { Duplex } from "node:stream";
import { childTitle } from "../supervisor/index.ts";
import { DoubtedLines } from "./doubted-lines.ts";
import { readToken } from "./http-token.ts";
import { severity } from "./log.ts";
import type { FromObserver, ObserverAssignment, ToObserver } from "./messages.ts";
import type { ChildSurroundings, SupervisedChild } from "./supervised-child.ts";
import { followChild, isFromObserver, type RunningChild, spawnObserver } from "./supervisor-child.ts";

/** Speaks the protocol of the status socket with whoever is at the other end; `mayCommand`: also commands are taken. */
export type ServeObserver = (stream: Duplex, mayCommand: boolean) => void;

/** The observer process, as the supervisor has to do with it. */
export class ObserverChild implements SupervisedChild {
  readonly #around: ChildSurroundings;
  readonly #serve: ServeObserver;
  #process: RunningChild<ToObserver> | undefined;
  #lines = new DoubtedLines();

  constructor(around: ChildSurroundings, serve: ServeObserver) {
    this.#around = around;
    this.#serve = serve;
  }

  start(): void {
    const assignment = this.#assignment();
    if (typeof assignment === "string") return this.#cannotStart(assignment);
    const started = spawnObserver(this.#around.options);
    const child = followChild<ToObserver, FromObserver>(started.child, isFromObserver, {
      message: (message) => this.#heard(message),
      ended: (exit) => {
        started.line?.destroy();
        this.#process = undefined;
        this.#around.feed({ kind: "child-ended", child: "observer", pid: child.pid, exit });
      },
    });
    this.#process = child;
    this.#lines = new DoubtedLines();
    // That it breaks off is told by the end of the process.
    started.line?.on("error", () => undefined);
    if (started.line !== undefined) this.#serve(started.line, assignment.token !== undefined);
    child.send({ kind: "configure", ...assignment });
    if (child.pid === undefined) return;
    this.#around.say(`Starting ${childTitle("observer")} child process, pid=${child.pid}`);
  }

  /** The file of the token is read again; while it cannot be used, the token that was read last stays. */
  configure(): void {
    const assignment = this.#assignment();
    if (typeof assignment !== "string") return this.#process?.send({ kind: "configure", ...assignment });
    this.#complain(assignment);
    return this.#around.feed({ kind: "child-ready", child: "observer" });
  }

  dump(): void {
    // The others write the files.
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  ask(): void {
    // It knows what it has been told.
  }

  /** Nothing that it says is missed. */
  async heardOut(): Promise<void> {
    await Promise.resolve();
  }

  /** It holds nothing that would have to be put in order. */
  stop(): void {
    this.kill();
  }

  kill(): void {
    this.#process?.kill();
  }

  /** What it is to serve, or why it cannot. */
  #assignment(): ObserverAssignment | string {
    const { http } = this.#around.options;
    if (http === undefined) return "There is no --http";
    const { tokenFile, ...rest } = http;
    if (tokenFile === undefined) return { ...rest, token: undefined };
    const read = readToken(tokenFile);
    return "problem" in read ? `--http-token-file ${read.problem}` : { ...rest, token: read.token };
  }

  #cannotStart(reason: string): void {
    setImmediate(() => {
      this.#around.feed({
        kind: "child-ended",
        child: "observer",
        pid: undefined,
        exit: { kind: "not-started", reason },
      });
    });
  }

  #heard(message: FromObserver): void {
    if (message.kind === "ready") return this.#around.feed({ kind: "child-ready", child: "observer" });
    if (message.kind === "alive") return this.#around.feed({ kind: "child-alive", child: "observer" });
    const text = this.#lines.take(message.message);
    if (text === undefined) return undefined;
    if (message.isTrouble) return this.#complain(text);
    return this.#around.say(text);
  }

  #complain(text: string): void {
    this.#around.say(text, { severity: severity.warning });
  }
}
