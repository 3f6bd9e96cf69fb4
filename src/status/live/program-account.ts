import { printCommand } from "../../base/command.ts";
import { span } from "./described.ts";
import type { CauseLink, ProgramReport } from "./event-record.ts";
import type { Facts } from "./facts.ts";
import { link } from "./link.ts";
import type { Account } from "./recorder.ts";
import { transitionOf } from "./vrrp-account.ts";

/** A run of a notify script and the like. */
export function accountOfProgram(report: ProgramReport, facts: Facts): Account {
  const { purpose, instance, words, failure, duration, output } = report;
  const [program = "", ...rest] = words;
  const command = printCommand({ words: [program, ...rest] });
  const subject = instance ?? balancingNames(purpose).at(0);
  const behind = instance === undefined ? changeBehind(purpose, facts) : transitionOf(instance, facts);
  if (failure === undefined) {
    const text = `${purpose} ran ${command} in ${span(duration)}`;
    return { subject, severity: "info", text, causes: behind };
  }
  return {
    subject,
    severity: "warning",
    text: `${purpose} failed: ${command}: ${failure}`,
    causes: [link("program-failed", failure, { output: output.length > 0 ? output : undefined, duration }), ...behind],
  };
}

/** The names in "notify_up of SERVER of SERVICE", the service first. */
function balancingNames(purpose: string): readonly string[] {
  return purpose.split(" of ").slice(1).toReversed();
}

/** The last change of the server or service, without what is behind it: its record says so. */
function changeBehind(purpose: string, facts: Facts): readonly CauseLink[] {
  const fact = facts.balancing.get(balancingNames(purpose).join(" "));
  return fact === undefined ? [] : [link("change", fact.text, { event: fact.id })];
}
