import type { ScriptCall } from "../../check/config.ts";
import type { LoadBalancingConfig } from "../../lvs/config.ts";
import type { Calendar, ScriptFacts } from "./facts.ts";
import type { Line } from "./lines.ts";

/** What keepalived_check.data tells beside the engine's status: the daemon knows it. */
export type CheckFacts = {
  readonly calendar: Calendar;
  /** Lines of the global definitions, each without its indentation. */
  readonly globals: readonly string[];
  /** The configuration in force. */
  readonly config: LoadBalancingConfig;
  /** Undefined: it cannot be started. */
  readonly script: (call: ScriptCall) => ScriptFacts | undefined;
};

/** "Quorum up notify script = '/bin/true' 'x', uid:gid 0:0". */
export function scriptLine(when: string, call: ScriptCall | undefined, facts: CheckFacts): Line {
  const script = call && facts.script(call);
  return script && `${when} notify script = ${script.command}, uid:gid ${script.account}`;
}
