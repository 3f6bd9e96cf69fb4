import type { ProcessPattern } from "./ports.ts";

/** What can be known of a running process. */
export type ProcessNames = {
  /** The name that the kernel has for it, at most 15 bytes of it (proc(5), "/proc/[pid]/comm"). */
  readonly name: string;
  /** Its command line; none for a thread of the kernel. */
  readonly words: readonly string[];
};

const nameLimit = 15;

/** Whether the pattern is about the command line rather than the name. */
export function usesCommandLine({ fullCommand, match }: ProcessPattern): boolean {
  return fullCommand || match !== "any";
}

/** keepalived.conf(5), "vrrp_track_process": process, param_match and full_command. */
export function matchesProcess(pattern: ProcessPattern, { name, words }: ProcessNames): boolean {
  if (!usesCommandLine(pattern)) return name === pattern.process.slice(0, nameLimit);
  const [program, ...given] = words;
  return program === pattern.process && matchesParameters(pattern, given);
}

function matchesParameters({ match, parameters }: ProcessPattern, given: readonly string[]): boolean {
  const last = parameters.length - 1;
  const areEqual = parameters.every((parameter, index) => parameter === given[index]);
  switch (match) {
    case "any":
      return true;
    case "exact":
      return areEqual && given.length === parameters.length;
    case "partial":
      return areEqual;
    case "initial":
      return (
        given.length === parameters.length &&
        parameters.every((parameter, index) =>
          index === last ? given[index]?.startsWith(parameter) === true : parameter === given[index],
        )
      );
    default:
      return false;
  }
}
