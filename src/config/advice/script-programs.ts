import type { ConfigTestEffect } from "../diagnostic.ts";
import type { Reporter } from "../reporter.ts";
import type { ProgramFacts } from "./programs.ts";
import { eachScript, within } from "./scripts.ts";
import type { Script } from "./scripts.ts";
import { isShellKeyword } from "./shell-syntax.ts";
import type { Rule } from "./subject.ts";

/** Scripts that this machine cannot run, or should not (keepalived.conf(5), "SCRIPTS", "enable_script_security"). */
export const scriptPrograms: Rule = (subject, report) => {
  const { programs, configuration } = subject;
  if (programs === undefined) return;
  for (const script of eachScript(subject)) {
    const reporter = within(report, script.label);
    const problem = programs.accountProblem(script.account);
    if (problem !== undefined) {
      const cure = "create the account, or name another one behind the script or with script_user";
      const effect = script.isTracked || script.account === undefined ? "configuration" : "none";
      reporter.error("script-account", script.place, `${problem}: the script is not run`, { cure, effect });
    }
    const [program] = script.command.words;
    if (program.startsWith("<") || isShellKeyword(program)) continue;
    const facts = programs.inspect(program);
    if (facts.kind === "runnable") {
      const asRoot = programs.isRoot(script.account);
      reviewRunnable(script, facts, { asRoot, security: configuration.global.scripts.security }, reporter);
    } else {
      const { why, cure } = unusable[facts.kind];
      const message = `script ${program} ${why}: it is disabled, and nothing watches or tells in its place`;
      reporter.error("script-program", script.place, message, { cure, effect: effectOf(script) });
    }
  }
};

/** `keepalived -t` refuses a tracker that is disabled, and says nothing of other scripts. */
function effectOf({ isTracked }: Script): ConfigTestEffect {
  return isTracked ? "configuration" : "none";
}

const unusable: Readonly<
  Record<Exclude<ProgramFacts["kind"], "runnable">, { readonly why: string; readonly cure: string }>
> = {
  missing: { why: "does not exist", cure: "install it, or correct the path" },
  relative: { why: "is not an absolute path", cure: "begin the path with /" },
  "not-a-file": { why: "is not a file", cure: "name the program itself" },
  "not-executable": { why: "is not executable", cure: "chmod +x it" },
};

function reviewRunnable(
  script: Script,
  facts: Extract<ProgramFacts, { readonly kind: "runnable" }>,
  { asRoot, security }: { readonly asRoot: boolean; readonly security: boolean },
  report: Reporter,
): void {
  if (facts.writable !== undefined && asRoot) {
    const what = `script ${facts.path} runs as root, and others than root may change ${facts.writable}`;
    const cure = `give ${facts.writable} to root and take the rights to write from all others, or name a user`;
    const effect = effectOf(script);
    if (security) report.error("script-unsafe", script.place, `${what}: it is disabled`, { cure, effect });
    else report.warning("script-unsafe", script.place, what, { cure, effect: "none" });
  }
  if (facts.missingInterpreter !== undefined) {
    const message = `script ${facts.path} needs ${facts.missingInterpreter}, which does not exist: every run fails`;
    const cure = "install the interpreter, or correct the #! line";
    report.error("script-program", script.place, message, { cure, effect: "none" });
  }
  if (facts.start === "unknown") {
    const message = `script ${facts.path} begins with no #! line`;
    report.warning("script-program", script.place, message, { cure: "begin it with #!/bin/sh", effect: "none" });
  }
}
