import { unreachable } from "../base/assert.ts";
import type { Command } from "../base/command.ts";
import type { ProcessExit, ProcessRunner, RunningProcess } from "../platform/ports.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";

/** Told when a script has ended by itself or by a signal, or could not be started. */
type ScriptListener = (script: string, outcome: ScriptOutcome, output: string) => void;

const sigkill = 9;

/** Runs the scripts that are tracked, by their names. */
export class ScriptRuns {
  readonly #runner: ProcessRunner;
  readonly #ended: ScriptListener;
  readonly #running = new Map<string, RunningProcess>();
  #commands: ReadonlyMap<string, Command> = new Map();

  constructor(runner: ProcessRunner, ended: ScriptListener) {
    this.#runner = runner;
    this.#ended = ended;
  }

  /** What each script runs from now on. Returns those of `names` that run something else than before. */
  configure(names: readonly string[], commands: ReadonlyMap<string, Command>): ReadonlySet<string> {
    const before = this.#commands;
    this.#commands = commands;
    return new Set(names.filter((name) => !sameCommand(commands.get(name), before.get(name))));
  }

  start(script: string): void {
    const command = this.#commands.get(script);
    if (command === undefined) return;
    const process = this.#runner.start(command, {}, (exit) => {
      // A reload has given the name to another run: this one's end says nothing about it.
      if (this.#running.get(script) !== process) return;
      this.#running.delete(script);
      this.#ended(script, outcomeOf(exit), exit.output);
    });
    this.#running.set(script, process);
  }

  kill(script: string): void {
    this.#running.get(script)?.signalGroup(sigkill);
  }

  killAll(): void {
    for (const process of this.#running.values()) process.signalGroup(sigkill);
  }
}

function sameCommand(a: Command | undefined, b: Command | undefined): boolean {
  return JSON.stringify(a?.words) === JSON.stringify(b?.words);
}

function outcomeOf({ how }: ProcessExit): ScriptOutcome {
  switch (how.kind) {
    case "exited":
      return how;
    case "signalled":
      return { kind: "signalled", signal: how.name };
    case "not-started":
      return { kind: "not-started", code: how.error.code };
    default:
      return unreachable(how);
  }
}
