import { stringVector } from "./string-vector.ts";

/** Variables that change what a program executes, or how it reads its words (keepalived.conf(5), "SCRIPTS"). */
const removedVariables: ReadonlySet<string> = new Set(["LD_PRELOAD", "LD_LIBRARY_PATH", "IFS"]);

/** The environment that this process has when this is made, for the programs it starts. */
export class ScriptEnvironment {
  readonly #inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || removedVariables.has(name) ? [] : [[name, value] as const],
  );
  readonly #unchanged = stringVector(this.#inherited.map(assignment));

  /** An `envp` in which the variables take the place of others of the same name. */
  with(variables: Readonly<Record<string, string>>): Uint8Array {
    const given = Object.entries(variables);
    if (given.length === 0) return this.#unchanged;
    const kept = this.#inherited.filter(([name]) => !Object.hasOwn(variables, name));
    return stringVector([...kept, ...given].map(assignment));
  }
}

function assignment([name, value]: readonly [string, string]): string {
  return `${name}=${value}`;
}
