import { printCommand } from "../../base/command.ts";
import { type Duration, printSeconds, seconds } from "../../base/time.ts";
import type { Configuration } from "../../config/model.ts";
import { type NotifyScript, rehearse, type Standing } from "../../notify/rehearsal.ts";
import type { ProcessRunner } from "../../platform/ports.ts";
import { notifyVerdict, trialLines } from "../../status/live/trial-text.ts";
import type { StateName } from "../../vrrp/events.ts";
import { describeAccount, notifyAccount } from "./accounts.ts";
import type { CommandResult } from "./child-requests.ts";
import { printScriptName } from "./script-names.ts";
import { tryScript } from "./script-trial.ts";

/** The daemon lets a notify script run for as long as it likes; who waits for its result does not. */
export const notifyPatience: Duration = seconds(30);

export type NotifyTrial = {
  /** As notify scripts are started. */
  readonly processes: ProcessRunner;
  /** As it was written: what was disabled is in it, and commands have no account yet. */
  readonly written: Pick<Configuration, "notify" | "scriptAccounts" | "global">;
  /** With what each script runs, where that could be found out, and what has been said about the others. */
  readonly configuration: Pick<Configuration, "notify">;
  readonly messages: readonly string[];
  /** Where whom it is about is now. */
  readonly standing: { readonly state: StateName; readonly priority: number } | undefined;
};

const states = { master: "MASTER", backup: "BACKUP", fault: "FAULT", init: "STOP" } as const;

/** In the vrrp process: runs a notify script as if what it is for happened now. Nobody else is told. */
export async function tryNotify(
  script: NotifyScript,
  { processes, written, configuration, messages, standing }: NotifyTrial,
): Promise<CommandResult> {
  const { state, priority } = standing ?? { state: "init", priority: 0 };
  const now: Standing = { state: states[state], priority };
  const plain = rehearse(script, now, written.notify);
  const real = rehearse(script, now, configuration.notify);
  if (plain === undefined)
    return { code: "unknown-name", message: `no script ${printScriptName({ kind: "notify", ...script })}` };
  if (real === undefined) {
    const [program] = plain.command.words;
    const why = messages.filter((message) => message.includes(program));
    return { code: "refused", message: [`the daemon does not run ${program}`, ...why].join("\n") };
  }
  const { notification, environment } = real;
  const trial = await tryScript(processes, real.command, notifyPatience, environment);
  const variables = Object.entries(environment).map(([name, value]) => printCommand({ words: [`${name}=${value}`] }));
  return [
    `runs ${printCommand(plain.command)} ${describeAccount(notifyAccount(script, written))}, without a shell`,
    `for ${printSeconds(notifyPatience)} s at most, where the daemon sets no limit`,
    `as for ${notification.state} of ${notification.name}, which is ${now.state}; what it does is done`,
    `with ${variables.join(" ")}`,
    ...trialLines(trial),
    notifyVerdict(trial.end),
  ];
}
