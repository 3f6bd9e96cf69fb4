import { seconds, toMilliseconds } from "../../base/time.ts";
import type { LoadResult } from "../../config/load.ts";
import type { ChildName } from "../../supervisor/index.ts";
import type { CommandResult } from "./child-requests.ts";
import { planLines } from "./plan.ts";

/** What a reading of the file has come to. */
export type Reading =
  /** What was in force still is, for these reasons. */
  | { readonly kind: "refused"; readonly findings: readonly string[] }
  | { readonly kind: "read"; readonly result: LoadResult; readonly findings: readonly string[] };

export type ReloadSettings = {
  /** Has the daemon read its file as SIGHUP does, now or when the reload that is under way is done. */
  readonly request: () => void;
  /** In force. */
  readonly config: () => LoadResult;
  /** Reads the file as a reload does, without effect. */
  readonly preview: () => Reading;
};

/** Processes with very many instances may take this long. */
const patience = seconds(120);

/** A reload that somebody waits for: what it has changed, and who has still to take it in. */
type Current = {
  readonly lines: readonly string[];
  readonly busy: Set<ChildName>;
  readonly settle: readonly ((result: CommandResult) => void)[];
  /** All have been told. */
  isTold: boolean;
};

/** Reloads that somebody waits for. */
export class ReloadDesk {
  readonly #settings: ReloadSettings;
  /** Who waits for a reading that begins later than they have asked. */
  #waiting: ((result: CommandResult) => void)[] = [];
  #before: LoadResult | undefined;
  #current: Current | undefined;

  constructor(settings: ReloadSettings) {
    this.#settings = settings;
  }

  plan(): CommandResult {
    const reading = this.#settings.preview();
    if (reading.kind === "refused") return refusal("a reload would be refused", reading.findings);
    const changes = planLines(this.#settings.config(), reading.result);
    return [...changes, ...reading.findings.map((finding) => `finding: ${finding}`)];
  }

  /** Resolves when all processes have the configuration, or it is refused. */
  async reload(): Promise<CommandResult> {
    return await new Promise((resolve) => {
      const overdue = setTimeout(() => {
        resolve({ code: "not-available", message: "the reload is not done yet: look at the log" });
      }, toMilliseconds(patience));
      overdue.unref();
      this.#waiting.push((result) => {
        clearTimeout(overdue);
        resolve(result);
      });
      this.#settings.request();
    });
  }

  /** The file is about to be read. */
  begin(): void {
    this.#before = this.#waiting.length === 0 ? undefined : this.#settings.config();
  }

  /** It has been read; processes are told of it before this turn of the loop ends. */
  read(reading: Reading): void {
    const settle = this.#waiting;
    this.#waiting = [];
    const before = this.#before;
    this.#before = undefined;
    if (settle.length === 0) return;
    if (reading.kind === "refused" || before === undefined) {
      const findings = reading.findings;
      for (const each of settle) each(refusal("the configuration in force stays", findings));
      return;
    }
    const findings = reading.findings.map((finding) => `finding: ${finding}`);
    const lines = ["reloaded", ...planLines(before, reading.result), ...findings];
    const current: Current = { lines, busy: new Set(), settle, isTold: false };
    this.#current = current;
    setImmediate(() => {
      current.isTold = true;
      this.#mayBeDone();
    });
  }

  /** A process is told of the configuration. */
  told(child: ChildName): void {
    this.#current?.busy.add(child);
  }

  /** It has taken it in, or it has ended: the one that takes its place begins with it. */
  done(child: ChildName): void {
    this.#current?.busy.delete(child);
    this.#mayBeDone();
  }

  #mayBeDone(): void {
    const current = this.#current;
    if (current === undefined || !current.isTold || current.busy.size > 0) return;
    this.#current = undefined;
    for (const settle of current.settle) settle(current.lines);
  }
}

function refusal(what: string, findings: readonly string[]): CommandResult {
  return { code: "refused", message: [what, ...findings].join("\n") };
}
