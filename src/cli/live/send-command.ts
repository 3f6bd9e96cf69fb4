import type { Command } from "../../status/live/control-protocol.ts";
import { clean } from "../../status/live/words/clean.ts";
import { ConnectionError, RefusedError } from "./client.ts";
import { findDaemon, unreachableStatus, type Whereabouts } from "./find-daemon.ts";

const refusedStatus = 1;

/** Has the daemon do it and prints what came of it. Returns the exit status. */
export async function sendCommand(command: Command, where: Whereabouts): Promise<number> {
  const found = await findDaemon(where);
  if (found.kind === "none") {
    process.stderr.write(`${found.message}\n`);
    return unreachableStatus;
  }
  try {
    for (const line of await found.client.command(command)) process.stdout.write(`${clean(line)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof RefusedError) {
      for (const line of error.message.split("\n")) process.stderr.write(`${clean(line)}\n`);
      // A daemon that cannot do it now is not one that does not want to; what it says tells them apart.
      return refusedStatus;
    }
    if (!(error instanceof ConnectionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return unreachableStatus;
  } finally {
    found.client.close();
  }
}
