import type { Programs } from "../../config/advice/programs.ts";
import type { Configuration } from "../../config/model.ts";
import { programsHere } from "../../daemon/programs-here.ts";

/** Those that the daemon will find: who checks need not be root, the daemon will be. */
export function programsOfDaemon(configuration: Configuration): Programs {
  return programsHere(configuration, (problem) => !problem.startsWith("Unable to set uid:gid"));
}
