import { endOfAnswer } from "./live/status-answers.ts";
import { openLog } from "./log.ts";
import { exitStatus, type FromVrrpProcess, type ToVrrpProcess, type VrrpAssignment } from "./messages.ts";
import { openSyslog } from "./open-syslog.ts";
import { Standby } from "./standby.ts";
import { steadyHeap } from "./steady-heap.ts";
import { leaveSignalsToSupervisor, listenForDumpSignals } from "./supervisor-signals.ts";
import { VrrpWork } from "./vrrp-work.ts";

/**
 * Entry point of the vrrp process: waits for the supervisor's `configure`, runs until `stop`. When the channel closes
 * without that, the supervisor has died. The process serves on until another supervisor's takes over, or until SIGTERM.
 */
export function runVrrpProcess(): void {
  steadyHeap();
  process.chdir("/");
  let vrrp: VrrpWork | undefined;
  const standby = new Standby();
  const stop = (): void => {
    if (vrrp === undefined) process.exit(exitStatus.ok);
    else vrrp.stop();
  };
  process.on("message", (message: ToVrrpProcess) => {
    switch (message.kind) {
      case "prepare":
        return standby.prepare(message, () => send({ kind: "prepared" }));
      case "configure": {
        const result = standby.interpret(message.generation, message.source);
        vrrp ??= begin(message);
        vrrp.configure(result, message, standby.isWarm);
        return standby.end();
      }
      case "recall":
        return vrrp?.recall(message.warnings);
      case "dump":
        return vrrp?.dump(message.what);
      case "ask":
        return answer(message.id, vrrp);
      case "maintenance":
        return vrrp?.maintain(message.id, message.orders);
      case "command":
        return vrrp?.command(message.id, message.command);
      case "stop":
        return stop();
      // No default: what only another version says is not heeded.
    }
  });
  process.on("disconnect", () => {
    if (vrrp === undefined) process.exit(exitStatus.ok);
    else vrrp.orphaned();
  });
  process.on("SIGTERM", stop);
  leaveSignalsToSupervisor();
  listenForDumpSignals((request) => vrrp?.dump(request));
  send({ kind: "loaded" });
}

function begin({ logging, identity }: VrrpAssignment): VrrpWork {
  return new VrrpWork(openLog(logging, `Keepalived_vrrp${identity ?? ""}`, openSyslog), send);
}

function answer(id: number, work: VrrpWork | undefined): void {
  // Before the configuration has come nothing is known.
  if (work === undefined) send(endOfAnswer(id));
  else work.ask(id);
}

function send(message: FromVrrpProcess): void {
  if (process.connected) process.send?.(message);
}
