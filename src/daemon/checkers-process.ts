import { exitStatus, type CheckersAssignment, type FromCheckersProcess, type ToCheckersProcess } from "./messages.ts";
import { openLog } from "./log.ts";
import { CheckersWork } from "./checkers-work.ts";
import { openSyslog } from "./open-syslog.ts";
import { listenForDumpSignals } from "./supervisor-signals.ts";

/** Between two signs of life, ms. */
const signOfLife = 1000;

/**
 * Entry point of the checkers process: waits for the supervisor's `configure`, runs until `stop`. When the channel closes
 * without that, the supervisor has died. The process checks on until another supervisor's takes over, or until SIGTERM.
 */
export function runCheckersProcess(): void {
  process.chdir("/");
  let work: CheckersWork | undefined;
  const end = (): void => {
    if (work === undefined) process.exit(exitStatus.ok);
    else work.stop();
  };
  process.on("message", (message: ToCheckersProcess) => {
    switch (message.kind) {
      case "configure":
        work ??= begin(message);
        return work.configure(message);
      case "instance-state":
        return work?.instanceState(message);
      case "dump":
        return work?.dump(message.what);
      case "stop":
        return end();
    }
  });
  process.on("disconnect", () => {
    if (work === undefined) process.exit(exitStatus.ok);
    else work.orphaned();
  });
  process.on("SIGTERM", end);
  // Signals of the terminal reach the whole process group: the supervisor decides what they mean.
  for (const signal of ["SIGINT", "SIGHUP", "SIGPIPE"] as const) {
    process.on(signal, () => undefined);
  }
  listenForDumpSignals((request) => work?.dump(request));
  setInterval(() => send({ kind: "alive" }), signOfLife).unref();
}

function begin({ logging, identity }: CheckersAssignment): CheckersWork {
  return new CheckersWork(openLog(logging, `Keepalived_healthcheckers${identity ?? ""}`, openSyslog), send);
}

function send(message: FromCheckersProcess): void {
  if (process.connected) process.send?.(message);
}
