import { seconds } from "../../base/time.ts";
import type { Configuration } from "../../config/model.ts";
import type { ProcessRunner } from "../../platform/ports.ts";
import { checkVerdict, trackerVerdict, trialLines } from "../../status/live/trial-text.ts";
import type { ScriptStatus } from "../../vrrp/status.ts";
import type { ScriptCommands } from "../lvs-scripts.ts";
import type { CommandResult } from "./child-requests.ts";
import { tryScript } from "./script-trial.ts";
import { miscCall } from "./test-script.ts";

export type TrackedTrial = {
  readonly processes: ProcessRunner;
  /** With what each script runs, where that could be found out, and what has been said about the others. */
  readonly configuration: Configuration;
  readonly messages: readonly string[];
  /** What is held of it; undefined: nobody tracks it. */
  readonly status: ScriptStatus | undefined;
};

/** Of scripts that nobody tracks; of others it is that of their blocks. */
export const untrackedTimeout = seconds(1);

/** In the vrrp process: runs a `vrrp_script` as its tracker does, which hears nothing of it. */
export async function tryTracked(
  name: string,
  { processes, configuration, messages, status }: TrackedTrial,
): Promise<CommandResult> {
  const command = configuration.scriptCommands.get(name);
  if (command === undefined) return disabled(name, messages);
  const trial = await tryScript(processes, command, status?.config.timeout ?? untrackedTimeout);
  if (status === undefined) return trialLines(trial);
  const { verdict, against, config } = status;
  const { rise, fall } = config;
  return [...trialLines(trial), trackerVerdict(trial.end, { rise, fall, verdict, against })];
}

function disabled(name: string, messages: readonly string[]): CommandResult {
  const about = messages.filter((message) => message.includes(name));
  const why = about.length > 0 ? about : messages;
  return { code: "refused", message: [`the daemon does not run ${name}`, ...why].join("\n") };
}

export type MiscTrial = {
  readonly processes: ProcessRunner;
  readonly configuration: Configuration;
  readonly commands: ScriptCommands;
};

/** In the checkers process: runs a MISC_CHECK, whose checker hears nothing of it. */
export async function tryMisc(name: string, { processes, configuration, commands }: MiscTrial): Promise<CommandResult> {
  const checker = miscCall(name, configuration.lvs.virtualServers);
  if (checker === undefined) return { code: "unknown-name", message: `no such check: ${name}` };
  const command = commands.of(checker.script);
  if (command === undefined) return { code: "refused", message: "the daemon does not run it: its log says why" };
  const trial = await tryScript(processes, command, checker.timeout);
  return [...trialLines(trial), checkVerdict(trial.end, checker.dynamic)];
}
