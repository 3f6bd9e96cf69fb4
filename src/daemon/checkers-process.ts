import { exitStatus, type CheckersAssignment, type FromCheckersProcess, type ToCheckersProcess } from "./messages.ts";
import { openLog } from "./log.ts";
import { CheckersWork } from "./checkers-work.ts";
import { endOfAnswer } from "./live/status-answers.ts";
import { openSyslog } from "./open-syslog.ts";
import { leaveSignalsToSupervisor, listenForDumpSignals } from "./supervisor-signals.ts";

/** Between two signs of life, ms. */
const signOfLife = 1000;

/**
 * Entry point of the checkers process: waits for the supervisor's `configure`, runs until `stop`. When the channel
 * closes without that, the supervisor has died. The process checks on until another supervisor's takes over, or until
 * SIGTERM.
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
      case "ask":
        return answer(message.id, work);
      case "overrides":
        return work?.override(message.id, message.overrides);
      case "command":
        return work?.command(message.id, message.command);
      case "stop":
        return end();
    }
  });
  process.on("disconnect", () => {
    if (work === undefined) process.exit(exitStatus.ok);
    else work.orphaned();
  });
  process.on("SIGTERM", end);
  leaveSignalsToSupervisor();
  listenForDumpSignals((request) => work?.dump(request));
  setInterval(() => send({ kind: "alive" }), signOfLife).unref();
}

function begin({ logging, identity }: CheckersAssignment): CheckersWork {
  return new CheckersWork(openLog(logging, `Keepalived_healthcheckers${identity ?? ""}`, openSyslog), send);
}

function answer(id: number, work: CheckersWork | undefined): void {
  if (work === undefined) send(endOfAnswer(id));
  else work.ask(id);
}

function send(message: FromCheckersProcess): void {
  if (process.connected) process.send?.(message);
}
