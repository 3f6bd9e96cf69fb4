import { advise } from "../../src/config/advice/advise.ts";
import type { ProgramFacts, Programs } from "../../src/config/advice/programs.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { printDiagnostic } from "../../src/config/print.ts";
import { testTextCases } from "./text-case.ts";

/** A machine whose programs are known by their names. */
const programs: Programs = {
  isRoot: (account) => account === undefined || account.user === "root",
  accountProblem: (account) => (account?.user === "ghost" ? "Script user 'ghost' does not exist" : undefined),
  inspect: (program) => inspect(program),
};

function inspect(program: string): ProgramFacts {
  if (!program.startsWith("/")) return { kind: program.startsWith("./") ? "relative" : "missing" };
  if (program.endsWith("/missing")) return { kind: "missing" };
  if (program.endsWith("/folder")) return { kind: "not-a-file" };
  if (program.endsWith("/plain")) return { kind: "not-executable" };
  return {
    kind: "runnable",
    path: program,
    writable: program.startsWith("/tmp/") ? "/tmp/open" : undefined,
    start: program.endsWith("/bare") ? "unknown" : "interpreter",
    missingInterpreter: program.endsWith("/lost") ? "/no/such/shell" : undefined,
  };
}

testTextCases(new URL("advice/", import.meta.url), (name, input) => {
  const result = loadConfiguration({ path: name.replace(/\.txt$/u, ".conf"), text: input }, { hostName: "node1" });
  return advise(result, programs)
    .map((finding) => `${printDiagnostic(finding)}\n`)
    .join("");
});
