import { unreachable } from "../base/assert.ts";
import { printSeconds } from "../base/time.ts";
import type { ChildExit, ChildName, DeathSequel, PermanentStatus, SupervisorEvent } from "./events.ts";

/** The log lines for an event, in the words that operators search for in the reference's log. */
export function describeSupervisorEvent(event: SupervisorEvent): readonly string[] {
  switch (event.kind) {
    case "no-work":
      return ["Warning - keepalived has no configuration to run"];
    case "reloading":
      return ["Reloading ..."];
    case "reload-remembered":
      return ["Reload requested while another is under way: it will follow"];
    case "reload-refused":
      return ["New config failed validation: the running configuration stays in force"];
    case "stopping":
      return ["Stopping"];
    case "child-died":
      return [
        describeExit(event.pid, event.exit),
        `${childTitle(event.child)} child process(${event.pid ?? "?"}) died: ${sequels[event.sequel]}`,
      ];
    case "restart-delayed":
      return [
        `Restart of ${childTitle(event.child)} process delayed ${printSeconds(event.delay)} seconds to limit respawn rate`,
      ];
    case "permanent-error":
      return [`pid ${event.pid ?? "?"} exited with permanent error ${permanentName(event.status)}. Terminating`];
    case "child-silent":
      return [`${childTitle(event.child)} process gives no sign of life - killing it`];
    case "child-killed":
      return [`${childTitle(event.child)} process failed to die - forcing termination`];
    default:
      return unreachable(event);
  }
}

const sequels: Readonly<Record<DeathSequel, string>> = {
  respawn: "Respawning",
  exit: "Exiting",
  rest: "it had no work any more",
};

/** "VRRP", as in "Starting VRRP child process". */
export function childTitle(child: ChildName): string {
  switch (child) {
    case "vrrp":
      return "VRRP";
    case "checkers":
      return "Healthcheck";
    case "observer":
      return "Observer";
    default:
      return unreachable(child);
  }
}

function describeExit(pid: number | undefined, exit: ChildExit): string {
  switch (exit.kind) {
    case "exited":
      return `pid ${pid ?? "?"} exited with status ${exit.status}`;
    case "signalled":
      return `pid ${pid ?? "?"} exited due to signal ${exit.signal} (${exit.name})`;
    case "not-started":
      return `The process could not be started: ${exit.reason}`;
    default:
      return unreachable(exit);
  }
}

function permanentName(status: PermanentStatus): string {
  switch (status) {
    case 1:
      return "FATAL";
    case 2:
      return "CONFIG";
    case 4:
      return "missing permission";
    default:
      return unreachable(status);
  }
}
