import { unreachable } from "../base/assert.ts";
import { type Duration, type Instant, later, milliseconds } from "../base/time.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { ScriptOutcome } from "../vrrp/script-tracker.ts";
import type { Chronicle } from "./chronicle.ts";
import type { Machine } from "./machine.ts";
import type { PendingQueue } from "./pending.ts";
import type { Wire } from "./wire.ts";

/** What a script takes that does not hang. */
export const scriptTime: Duration = milliseconds(10);

/** Does what engines say: the part of kernels and scripts. What comes of it later is put into `pending`. */
export class Performer {
  readonly #wire: Wire;
  readonly #pending: PendingQueue;
  readonly #chronicle: Chronicle;

  constructor(wire: Wire, pending: PendingQueue, chronicle: Chronicle) {
    this.#wire = wire;
    this.#pending = pending;
    this.#chronicle = chronicle;
  }

  /** True: it was told to hold something or to let it go. */
  perform(now: Instant, machine: Machine, effect: Effect): boolean {
    switch (effect.kind) {
      case "send":
        this.#chronicle.noteMoment(now, machine, "advert", effect.instance.name);
        for (const packet of this.#wire.carry(now, machine, effect)) this.#pending.put(packet);
        return false;
      case "hold":
      case "release":
        for (const address of machine.hold(effect, effect.kind === "hold")) this.#chronicle.noteOwners(now, address);
        return true;
      case "run-script":
        this.#runScript(now, machine, effect.script);
        return false;
      case "kill-script":
        if (machine.hanging.delete(effect.script)) {
          this.#endScript(now, machine, effect.script, { kind: "signalled", signal: "SIGKILL" });
        }
        return false;
      case "event":
        this.#chronicle.noteEvent(now, machine, effect.event);
        return false;
      case "announce":
      case "open":
      case "open-sockets":
      case "restore":
      case "select-packets":
      case "shut":
        return false;
      default:
        return unreachable(effect);
    }
  }

  #runScript(now: Instant, machine: Machine, script: string): void {
    const status = machine.runScript(script);
    if (status === undefined) machine.hanging.add(script);
    else this.#endScript(now, machine, script, { kind: "exited", status });
  }

  #endScript(now: Instant, machine: Machine, script: string, outcome: ScriptOutcome): void {
    this.#pending.put({ kind: "script", at: later(now, scriptTime), machine, engine: machine.engine, script, outcome });
  }
}
