import { ConnectionError, RefusedError } from "./client.ts";
import { unreachableStatus } from "./find-daemon.ts";

/** Runs a command to its exit status; a daemon that ends meanwhile, or says no, is a line for people. */
export async function orSayWhy(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof RefusedError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return unreachableStatus;
  }
}
