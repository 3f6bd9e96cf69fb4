import type { Account } from "../model.ts";

/** What a machine says about the program that a script line names. */
export type ProgramFacts =
  | { readonly kind: "missing" }
  | { readonly kind: "relative" }
  | { readonly kind: "not-a-file" }
  | { readonly kind: "not-executable" }
  | {
      readonly kind: "runnable";
      /** Absolute: what a bare name was found as. */
      readonly path: string;
      /** The part of the path that somebody other than root may write to; undefined: none. */
      readonly writable: string | undefined;
      /** How it begins: with a `#!` line, as a binary, or as something that only a shell might make sense of. */
      readonly start: "interpreter" | "binary" | "unknown";
      /** The interpreter of a `#!` line, when it does not exist. */
      readonly missingInterpreter: string | undefined;
    };

/** The programs and accounts of a machine; the daemon supplies it. */
export type Programs = {
  /** Looks at a program as a script line names it: a path, or a name that is searched for in PATH. Never throws. */
  readonly inspect: (program: string) => ProgramFacts;
  /** Whether scripts of the account run as root; undefined: of the account that is taken when nobody is named. */
  readonly isRoot: (account: Account | undefined) => boolean;
  /** What keeps scripts from running as the account, or as the usual one, as a sentence; undefined: nothing. */
  readonly accountProblem: (account: Account | undefined) => string | undefined;
};
