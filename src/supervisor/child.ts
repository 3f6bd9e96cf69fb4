import { unreachable } from "../base/assert.ts";
import { type Duration, elapsed, type Instant, later, seconds, zeroDuration } from "../base/time.ts";
import {
  type ChildExit,
  type ChildName,
  type DeathSequel,
  isOnlooker,
  isPermanent,
  type PermanentStatus,
  type SupervisorEvent,
} from "./events.ts";
import { isSteady, nextRestartDelay } from "./restart-delay.ts";
import { configuringLimit, doubtTime, silenceLimit } from "./silence.ts";

/** How long an orderly stop may take before the child is killed (keepalived.conf(5), "child_wait_time"). */
export const usualChildWaitTime: Duration = seconds(5);

type State =
  /** Not needed yet, or gone for good. */
  | { readonly name: "absent" }
  /** `configured` once it runs with the configuration it was last given. */
  | { readonly name: "running"; readonly startedAt: Instant; readonly configured: boolean; readonly silence: Silence }
  | { readonly name: "waiting"; readonly restartAt: Instant }
  /** Asked to end; `killAt` is undefined once it has been killed. */
  | { readonly name: "stopping"; readonly killAt: Instant | undefined };

/** How long nothing may be heard of a running child. */
type Silence =
  | { readonly name: "bearable"; readonly until: Instant }
  /** Too long; but a supervisor that was late itself may have signs of life still to read. */
  | { readonly name: "doubted"; readonly until: Instant }
  /** It has been killed for it. */
  | { readonly name: "ended" };

export type ChildInput =
  /** The configuration in force needs this child, now in its latest version. */
  | { readonly kind: "configure" }
  /** The configuration in force has no work for it. It is told so, and is not missed when it ends. */
  | { readonly kind: "dismiss" }
  /** It runs with the configuration it was last given. */
  | { readonly kind: "ready" }
  /** A sign of life. */
  | { readonly kind: "alive" }
  | { readonly kind: "ended"; readonly pid: number | undefined; readonly exit: ChildExit }
  /** `wait` is how long it may take. */
  | { readonly kind: "stop"; readonly wait: Duration }
  /** `deadline` has come. */
  | { readonly kind: "wake" };

export type ChildEffect =
  /** Start the process and give it the configuration. */
  | { readonly kind: "start" }
  /** Give the running process the configuration. */
  | { readonly kind: "configure" }
  /** Ask for an orderly end. */
  | { readonly kind: "stop" }
  | { readonly kind: "kill" }
  | { readonly kind: "report"; readonly event: SupervisorEvent }
  /** It will not be started again: after a permanent error, or because respawning is switched off (status 0). */
  | { readonly kind: "gave-up"; readonly status: PermanentStatus | 0 };

/** The life of one child process: started, replaced when it dies, stopped within a time. */
export class Child {
  readonly #name: ChildName;
  readonly #respawn: boolean;
  #state: State = { name: "absent" };
  #lastDelay: Duration | undefined;
  #isNeeded = false;

  constructor(name: ChildName, respawn: boolean) {
    this.#name = name;
    this.#respawn = respawn;
  }

  /** When `handle` wants a `wake`; undefined: nothing to wait for. */
  get deadline(): Instant | undefined {
    switch (this.#state.name) {
      case "waiting":
        return this.#state.restartAt;
      case "stopping":
        return this.#state.killAt;
      case "running":
        return this.#state.silence.name === "ended" ? undefined : this.#state.silence.until;
      case "absent":
        return undefined;
      default:
        return unreachable(this.#state);
    }
  }

  /** Whether there is a process. */
  get alive(): boolean {
    return this.#state.name === "running" || this.#state.name === "stopping";
  }

  /** Whether it is still busy with a configuration that it was given. */
  get configuring(): boolean {
    return this.#state.name === "running" && !this.#state.configured;
  }

  handle(now: Instant, input: ChildInput): readonly ChildEffect[] {
    switch (input.kind) {
      case "configure":
        this.#isNeeded = true;
        return this.#configure(now);
      case "dismiss":
        this.#isNeeded = false;
        return this.#dismiss(now);
      case "ready":
        if (this.#state.name === "running") this.#state = { ...this.#state, configured: true };
        return this.#heard(now);
      case "alive":
        return this.#heard(now);
      case "ended":
        return this.#end(now, input.pid, input.exit);
      case "stop":
        return this.#stop(now, input.wait);
      case "wake":
        return this.#wake(now);
      default:
        return unreachable(input);
    }
  }

  #configure(now: Instant): readonly ChildEffect[] {
    switch (this.#state.name) {
      case "running":
        this.#state = { ...this.#state, configured: false };
        this.#heard(now);
        return [{ kind: "configure" }];
      case "absent":
      case "waiting":
        // A new configuration may have mended what killed the child: no more waiting.
        return this.#start(now);
      case "stopping":
        return [];
      default:
        return unreachable(this.#state);
    }
  }

  #dismiss(now: Instant): readonly ChildEffect[] {
    if (this.#state.name === "waiting") this.#state = { name: "absent" };
    return this.#state.name === "running" ? this.#configure(now) : [];
  }

  #start(now: Instant): readonly ChildEffect[] {
    const silence = bearable(now, configuringLimit);
    this.#state = { name: "running", startedAt: now, configured: false, silence };
    return [{ kind: "start" }];
  }

  #heard(now: Instant): readonly ChildEffect[] {
    if (this.#state.name !== "running" || this.#state.silence.name === "ended") return [];
    // One that looks on comes after all others where the processors are wanted, and is missed by nobody.
    const limit = this.#state.configured && !isOnlooker(this.#name) ? silenceLimit : configuringLimit;
    this.#state = { ...this.#state, silence: bearable(now, limit) };
    return [];
  }

  #end(now: Instant, pid: number | undefined, exit: ChildExit): readonly ChildEffect[] {
    const state = this.#state;
    this.#state = { name: "absent" };
    if (state.name !== "running") return [];
    const child = this.#name;
    if (exit.kind === "exited" && isPermanent(exit.status) && !isOnlooker(child)) {
      const { status } = exit;
      return [
        { kind: "report", event: { kind: "permanent-error", child, pid, status } },
        { kind: "gave-up", status },
      ];
    }
    const sequel = this.#sequel;
    const died: ChildEffect = { kind: "report", event: { kind: "child-died", child, pid, exit, sequel } };
    if (sequel === "exit") return [died, { kind: "gave-up", status: 0 }];
    if (sequel === "rest") return [died];
    const lifetime = elapsed(state.startedAt, now);
    const wasSteady = state.configured && isSteady(lifetime);
    const delay = wasSteady ? zeroDuration : nextRestartDelay(this.#lastDelay, lifetime);
    this.#lastDelay = delay;
    const delayed: ChildEffect = { kind: "report", event: { kind: "restart-delayed", child, delay } };
    if (delay === zeroDuration) return [died, delayed, ...this.#start(now)];
    this.#state = { name: "waiting", restartAt: later(now, delay) };
    return [died, delayed];
  }

  get #sequel(): DeathSequel {
    if (!this.#isNeeded) return "rest";
    return this.#respawn || isOnlooker(this.#name) ? "respawn" : "exit";
  }

  #stop(now: Instant, wait: Duration): readonly ChildEffect[] {
    switch (this.#state.name) {
      case "running":
        this.#state = { name: "stopping", killAt: later(now, wait) };
        return [{ kind: "stop" }];
      case "waiting":
        this.#state = { name: "absent" };
        return [];
      case "absent":
      case "stopping":
        return [];
      default:
        return unreachable(this.#state);
    }
  }

  #wake(now: Instant): readonly ChildEffect[] {
    if (this.deadline === undefined || now < this.deadline) return [];
    if (this.#state.name === "waiting") return this.#start(now);
    if (this.#state.name === "running") return this.#silent(now, this.#state);
    this.#state = { name: "stopping", killAt: undefined };
    return [{ kind: "report", event: { kind: "child-killed", child: this.#name } }, { kind: "kill" }];
  }

  #silent(now: Instant, state: State & { readonly name: "running" }): readonly ChildEffect[] {
    if (state.silence.name === "bearable") {
      this.#state = { ...state, silence: { name: "doubted", until: later(now, doubtTime) } };
      return [];
    }
    this.#state = { ...state, silence: { name: "ended" } };
    return [{ kind: "report", event: { kind: "child-silent", child: this.#name } }, { kind: "kill" }];
  }
}

function bearable(now: Instant, limit: Duration): Silence {
  return { name: "bearable", until: later(now, limit) };
}
