import type { Duration } from "../base/time.ts";

/** The processes that a supervisor keeps alive, in the order in which they are started. */
export const childNames = ["vrrp", "checkers", "observer"] as const;
export type ChildName = (typeof childNames)[number];

/** Those that do the work of the daemon. */
export const workerNames = ["vrrp", "checkers"] as const;
export type WorkerName = (typeof workerNames)[number];

/**
 * The observer only looks on: whatever becomes of it, the daemon and its other processes go on as if it were not there.
 */
export function isOnlooker(child: ChildName): child is Exclude<ChildName, WorkerName> {
  return child === "observer";
}

/** How a child has ended, as the operating system tells it. */
export type ChildExit =
  | { readonly kind: "exited"; readonly status: number }
  | { readonly kind: "signalled"; readonly signal: number; readonly name: string }
  /** It could not be started at all; `reason` is the failed system call. */
  | { readonly kind: "not-started"; readonly reason: string };

/** What comes after a death: another start, the end of the daemon, or nothing, where the child had no work any more. */
export type DeathSequel = "respawn" | "exit" | "rest";

/** What a supervisor reports to the log; `describeSupervisorEvent` finds the words. */
export type SupervisorEvent =
  | { readonly kind: "no-work" }
  | { readonly kind: "reloading" }
  | { readonly kind: "reload-remembered" }
  | { readonly kind: "reload-refused" }
  | { readonly kind: "stopping" }
  | {
      readonly kind: "child-died";
      readonly child: ChildName;
      readonly pid: number | undefined;
      readonly exit: ChildExit;
      readonly sequel: DeathSequel;
    }
  | { readonly kind: "restart-delayed"; readonly child: ChildName; readonly delay: Duration }
  | {
      readonly kind: "permanent-error";
      readonly child: ChildName;
      readonly pid: number | undefined;
      readonly status: PermanentStatus;
    }
  /** It gives no sign of life, and is killed. */
  | { readonly kind: "child-silent"; readonly child: ChildName }
  | { readonly kind: "child-killed"; readonly child: ChildName };

/**
 * Exit statuses after which another start would end the same way (keepalived(8), "Exit status"): fatal error,
 * configuration, missing permission.
 */
export type PermanentStatus = 1 | 2 | 4;

export function isPermanent(status: number): status is PermanentStatus {
  return status === 1 || status === 2 || status === 4;
}
