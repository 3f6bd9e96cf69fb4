import type { Log } from "./log.ts";
import { reportProgramErrors } from "./log-program-error.ts";
import {
  type CheckersAssignment,
  type DumpRequest,
  exitStatus,
  type FromCheckersProcess,
  type InstanceReport,
} from "./messages.ts";

/** The work of a checkers process. */
export class CheckersWork {
  readonly #log: Log;
  readonly #send: (message: FromCheckersProcess) => void;

  constructor(log: Log, send: (message: FromCheckersProcess) => void) {
    this.#log = log;
    this.#send = send;
    reportProgramErrors(log);
  }

  configure(_assignment: CheckersAssignment): void {
    this.#log.log("Nothing is checked yet");
    this.#send({ kind: "ready" });
  }

  instanceState(_report: InstanceReport): void {
    return undefined;
  }

  dump(_request: DumpRequest): void {
    return undefined;
  }

  orphaned(): void {
    this.stop();
  }

  stop(): void {
    void this.#log.flush().then(() => process.exit(exitStatus.ok));
  }
}
