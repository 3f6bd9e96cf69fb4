import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { exitStatus } from "./messages.ts";
import { environmentFor } from "./role.ts";

const upMessage = "up";

/**
 * Starts this program once more, in a session of its own, and waits until it is up: Node.js cannot fork. Resolves
 * with the status for the caller to exit with: 0 when the daemon runs, else the daemon's own.
 *
 * What the daemon says on its console before it is up appears on the caller's standard error.
 */
export function startDetached(program: string, commandArguments: readonly string[]): Promise<number> {
  const daemon = spawn(process.execPath, [process.argv[1] ?? "", ...commandArguments], {
    argv0: program,
    detached: true,
    env: environmentFor("daemon"),
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => {
    daemon.on("message", (message) => {
      if (message !== upMessage) return;
      daemon.disconnect();
      daemon.unref();
      resolve(exitStatus.ok);
    });
    daemon.on("exit", (status) => resolve(status ?? exitStatus.fatal));
    daemon.on("error", (error) => {
      process.stderr.write(`The daemon could not be started: ${error.message}\n`);
      resolve(exitStatus.fatal);
    });
  });
}

/** In the daemon: lets go of the caller's standard error, then tells it that the daemon is up. */
export function reportUp(): void {
  closeSync(2);
  // The lowest free descriptor is the one just closed.
  openSync("/dev/null", "w");
  process.send?.(upMessage, () => {
    if (process.connected) process.disconnect();
  });
}
