import { Findings, Reporter } from "../reporter.ts";
import type { Source } from "../source.ts";
import type { FileReading, ReadingEnvironment } from "./environment.ts";
import { readTokens } from "./reader.ts";

/**
 * All that the world outside contributed to one reading: plain data, so that another process that reads the same text
 * sees the same, whatever has happened to the files since.
 */
export type Recording = {
  readonly configId: string;
  readonly workingDirectory: string;
  readonly randomSeed: number;
  readonly strictIncludes: boolean;
  /** By path, directory and name. */
  readonly files: readonly (readonly [string, FileReading])[];
  readonly lists: readonly (readonly [string, readonly string[]])[];
  readonly variables: readonly (readonly [string, string])[];
};

/** Reads the text once to find out what it asks the world for. */
export function recordReading(
  source: Source,
  environment: ReadingEnvironment & Pick<Recording, "configId" | "workingDirectory" | "randomSeed" | "strictIncludes">,
): Recording {
  const { configId, workingDirectory, randomSeed, strictIncludes, variable } = environment;
  const read = new Answers<FileReading>((path) => environment.files?.read(path) ?? { kind: "missing" });
  const list = new Answers<readonly string[]>((directory) => environment.files?.list(directory) ?? []);
  const values = new Answers<string | undefined>((name) => variable?.(name));
  if (asksForMore(source)) {
    const files = { read: read.ask, list: list.ask };
    readTokens(source, { ...environment, files, variable: values.ask }, new Reporter(new Findings()));
  }
  const variables = values.given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { configId, workingDirectory, randomSeed, strictIncludes, files: read.given, lists: list.given, variables };
}

/** The environment that a recording was made in; what was not asked for is not there. */
export function replayed(recording: Recording): ReadingEnvironment & { readonly configId: string } {
  const { configId, workingDirectory, randomSeed, strictIncludes } = recording;
  const files = new Map(recording.files);
  const lists = new Map(recording.lists);
  const variables = new Map(recording.variables);
  return {
    configId,
    workingDirectory,
    randomSeed,
    strictIncludes,
    files: { read: (path) => files.get(path) ?? { kind: "missing" }, list: (directory) => lists.get(directory) ?? [] },
    variable: (name) => variables.get(name),
  };
}

/** Without these there is nothing that a text could include or ask for. */
function asksForMore({ text }: Source): boolean {
  return text.includes("include") || text.includes("$");
}

/** Asks each question once. */
class Answers<T> {
  readonly #given = new Map<string, { readonly answer: T }>();
  readonly ask: (question: string) => T;

  constructor(answer: (question: string) => T) {
    this.ask = (question) => {
      const known = this.#given.get(question) ?? { answer: answer(question) };
      this.#given.set(question, known);
      return known.answer;
    };
  }

  get given(): readonly (readonly [string, T])[] {
    return [...this.#given].map(([question, given]) => [question, given.answer] as const);
  }
}
