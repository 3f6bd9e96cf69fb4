import type { Word } from "../lexer.ts";
import type { Priority } from "../schema/keyword.ts";

/**
 * One option of the lines of a list: what the line reader does with it, and what the reference page says about it.
 * `Line` is the line in the making, from which an option takes its words.
 */
export type LineOption<Line> = LineOptionFacts & {
  readonly name: string;
  /** Takes the words behind the option. False: the rest of the line is not to be read. */
  read(line: Line, option: Word): boolean;
};

export type LineOptionFacts = {
  readonly aliases?: readonly string[];
  /** The words behind it, as a manual writes them; "" for a flag. */
  readonly syntax: string;
  /** One line in our own words. */
  readonly doc: string;
  readonly priority: Priority;
  readonly default?: string;
  /** Which lines have it: those of instances, static ones, or both. */
  readonly only?: "virtual" | "static";
  readonly deprecated?: string;
  /** What it asks for is not built yet: what happens instead. */
  readonly unfinished?: string;
};

/** A row of the reference page. */
export type LineOptionRow = LineOptionFacts & { readonly name: string };

export type LineOptionTable<Line> = ReadonlyMap<string, LineOption<Line>>;

/** Options by each of their names. */
export function byName<Line>(options: readonly LineOption<Line>[]): LineOptionTable<Line> {
  return new Map(
    options.flatMap((option) => [option.name, ...(option.aliases ?? [])].map((name) => [name, option] as const)),
  );
}
