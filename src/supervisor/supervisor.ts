import { unreachable } from "../base/assert.ts";
import { type Duration, earlier, type Instant } from "../base/time.ts";
import { Child, type ChildEffect, type ChildInput, usualChildWaitTime } from "./child.ts";
import { type ChildExit, type ChildName, childNames, isOnlooker, type SupervisorEvent } from "./events.ts";

export type SupervisorInput =
  /**
   * A configuration was read and is now in force; `children` are those it needs, and `childWaitTime` how long they may
   * take to end.
   */
  | {
      readonly kind: "loaded";
      readonly children: readonly ChildName[];
      readonly childWaitTime?: Duration | undefined;
    }
  /** What `read-configuration` found cannot be used; what was in force before still is. */
  | { readonly kind: "refused" }
  /** SIGHUP. */
  | { readonly kind: "reload" }
  /** SIGTERM, SIGINT. */
  | { readonly kind: "stop" }
  | { readonly kind: "child-ready"; readonly child: ChildName }
  /** A sign of life. */
  | { readonly kind: "child-alive"; readonly child: ChildName }
  | {
      readonly kind: "child-ended";
      readonly child: ChildName;
      readonly pid: number | undefined;
      readonly exit: ChildExit;
    }
  /** `deadline` has come. */
  | { readonly kind: "wake" };

export type SupervisorEffect =
  | { readonly kind: "start" | "configure" | "stop" | "kill"; readonly child: ChildName }
  /** Read the file again and answer with `loaded` or `refused`. */
  | { readonly kind: "read-configuration" }
  | { readonly kind: "report"; readonly event: SupervisorEvent }
  /** All is done: end with this status. Nothing follows. */
  | { readonly kind: "exit"; readonly status: number };

type State =
  /** Nothing has been loaded yet. */
  | { readonly name: "starting"; readonly reloadRemembered: boolean }
  | {
      readonly name: "running";
      readonly wanted: readonly ChildName[];
      readonly reloadRemembered: boolean;
    }
  | { readonly name: "stopping"; readonly status: number }
  | { readonly name: "ended" };

/**
 * What the parent process decides: which children run, when a dead one is replaced, what a reload and a stop ask of
 * them (keepalived(8), "SIGNALS"). Feed it what happened, perform the effects in order, and send `wake` at
 * `deadline`. The first input is `loaded`.
 */
export class Supervisor {
  readonly #children: ReadonlyMap<ChildName, Child>;
  #state: State = { name: "starting", reloadRemembered: false };
  #childWaitTime: Duration = usualChildWaitTime;

  /** `respawn` is false with `--dont-respawn`: a dead child ends the daemon. */
  constructor(options: { readonly respawn: boolean }) {
    this.#children = new Map(childNames.map((name) => [name, new Child(name, options.respawn)]));
  }

  /** When `handle` wants a `wake`; undefined: nothing to wait for. */
  get deadline(): Instant | undefined {
    return [...this.#children.values()].reduce<Instant | undefined>(
      (first, child) => earlier(first, child.deadline),
      undefined,
    );
  }

  handle(now: Instant, input: SupervisorInput): readonly SupervisorEffect[] {
    return [...this.#react(now, input), ...this.#exitWhenAlone()];
  }

  #react(now: Instant, input: SupervisorInput): readonly SupervisorEffect[] {
    switch (input.kind) {
      case "loaded":
        this.#childWaitTime = patience(input.childWaitTime);
        return this.#configure(now, input.children);
      case "refused":
        return this.#refuse(now);
      case "reload":
        return this.#reload();
      case "stop":
        return this.#stop(now, 0);
      case "child-ready":
        return [...this.#tell(now, input.child, { kind: "ready" }), ...this.#rememberedReload()];
      case "child-alive":
        return this.#tell(now, input.child, { kind: "alive" });
      case "child-ended":
        return [
          ...this.#tell(now, input.child, { kind: "ended", pid: input.pid, exit: input.exit }),
          ...this.#rememberedReload(),
        ];
      case "wake":
        return this.#tellAll(now, { kind: "wake" });
      default:
        return unreachable(input);
    }
  }

  /**
   * A child that the new configuration does not need keeps running with that configuration, as the reference does:
   * it gives up what it held, and a later reload can give it work. When it dies it is not missed.
   */
  #configure(now: Instant, wanted: readonly ChildName[]): readonly SupervisorEffect[] {
    if (this.#state.name !== "running" && this.#state.name !== "starting") return [];
    this.#state = { name: "running", wanted, reloadRemembered: this.#state.reloadRemembered };
    const effects = [...this.#children.keys()].flatMap((name) =>
      this.#tell(now, name, { kind: wanted.includes(name) ? "configure" : "dismiss" }),
    );
    if (effects.some((effect) => !("child" in effect && isOnlooker(effect.child)))) return effects;
    return [...effects, { kind: "report", event: { kind: "no-work" } }, ...this.#rememberedReload()];
  }

  /** Nothing changes, but a missing child is worth another start. */
  #refuse(now: Instant): readonly SupervisorEffect[] {
    if (this.#state.name !== "running") return [];
    const missing = this.#state.wanted.filter((name) => this.#children.get(name)?.alive !== true);
    return [
      { kind: "report", event: { kind: "reload-refused" } },
      ...missing.flatMap((name) => this.#tell(now, name, { kind: "configure" })),
      ...this.#rememberedReload(),
    ];
  }

  #reload(): readonly SupervisorEffect[] {
    if (this.#state.name !== "running" && this.#state.name !== "starting") return [];
    if (this.#state.name === "starting" || this.#configuring()) {
      this.#state = { ...this.#state, reloadRemembered: true };
      return [{ kind: "report", event: { kind: "reload-remembered" } }];
    }
    return [{ kind: "report", event: { kind: "reloading" } }, { kind: "read-configuration" }];
  }

  #rememberedReload(): readonly SupervisorEffect[] {
    if (this.#state.name !== "running" || !this.#state.reloadRemembered || this.#configuring()) return [];
    this.#state = { ...this.#state, reloadRemembered: false };
    return this.#reload();
  }

  #configuring(): boolean {
    return [...this.#children].some(([name, child]) => !isOnlooker(name) && child.alive && child.configuring);
  }

  #stop(now: Instant, status: number): readonly SupervisorEffect[] {
    if (this.#state.name !== "running" && this.#state.name !== "starting") return [];
    this.#state = { name: "stopping", status };
    return [
      { kind: "report", event: { kind: "stopping" } },
      ...this.#tellAll(now, { kind: "stop", wait: this.#childWaitTime }),
    ];
  }

  #exitWhenAlone(): readonly SupervisorEffect[] {
    if (this.#state.name !== "stopping" || [...this.#children.values()].some((child) => child.alive)) return [];
    const { status } = this.#state;
    this.#state = { name: "ended" };
    return [{ kind: "exit", status }];
  }

  #tellAll(now: Instant, input: ChildInput): readonly SupervisorEffect[] {
    return [...this.#children.keys()].flatMap((name) => this.#tell(now, name, input));
  }

  #tell(now: Instant, name: ChildName, input: ChildInput): readonly SupervisorEffect[] {
    const effects = this.#children.get(name)?.handle(now, input) ?? [];
    return effects.flatMap((effect) => this.#route(now, name, effect));
  }

  #route(now: Instant, child: ChildName, effect: ChildEffect): readonly SupervisorEffect[] {
    switch (effect.kind) {
      case "gave-up":
        return this.#stop(now, effect.status);
      case "report":
        return [effect];
      case "start":
      case "configure":
      case "stop":
      case "kill":
        return [{ kind: effect.kind, child }];
      default:
        return unreachable(effect);
    }
  }
}

/** Never less than usual: a child that is killed while its addresses wait for a successor would leave them behind. */
function patience(wanted: Duration = usualChildWaitTime): Duration {
  return wanted > usualChildWaitTime ? wanted : usualChildWaitTime;
}
