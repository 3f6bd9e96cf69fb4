import { scopes } from "../index.ts";
import { scopeNames } from "../keyword.ts";
import type { Keyword, ScopeName } from "../keyword.ts";
import { parentOf } from "./blocks.ts";

/** A keyword as the reference shows it, and the block it stands in. */
export type Row = Keyword<unknown> & { readonly scope: ScopeName };

const rowsByScope: ReadonlyMap<ScopeName, readonly Row[]> = new Map(
  scopes.map(({ name: scope, keywords }) => [
    scope,
    Array.from(keywords.values(), (keyword) => ({ ...keyword, ...exclusions(keyword, keywords), scope })),
  ]),
);

/** What does not go together with a keyword: either row may say so. */
function exclusions(
  { name, excludes = [] }: Keyword<unknown>,
  keywords: ReadonlyMap<string, Keyword<unknown>>,
): Pick<Keyword<unknown>, "excludes"> {
  const others = Array.from(keywords.values()).filter((other) => other.excludes?.includes(name) === true);
  const all = [...new Set([...excludes, ...others.map((other) => other.name)])];
  return all.length === 0 ? {} : { excludes: all };
}

/** The keywords of a block, in the order of the tables. */
export function rowsOf(scope: ScopeName): readonly Row[] {
  return rowsByScope.get(scope) ?? [];
}

/** A keyword in every block that knows it. */
export function rowsNamed(keyword: string): readonly Row[] {
  return scopeNames.flatMap((scope) => rowsOf(scope).filter(({ name }) => name === keyword));
}

/** The keyword that opens a block. */
export function openerOf(scope: ScopeName): Row | undefined {
  const parent = parentOf(scope);
  return parent && rowsOf(parent).find(({ name }) => name === scope);
}

/** `priority <1..255>` */
export function printUsage({ name, shape }: Row): string {
  return [name, shape.syntax].filter((part) => part !== "").join(" ");
}

/** What is to be said about a keyword beyond its meaning, each as a label and a text. */
export function remarksOn(row: Row): readonly (readonly [label: string, text: string])[] {
  const { required, inherits, deprecated, excludes, secret, unfinished, refused, partly } = row;
  return [
    ...remark("default", row.default),
    ...remark("required", required && row.aliasOf === undefined ? "the block cannot do without it" : undefined),
    ...remark("given more than once", repetition(row)),
    ...remark("inherits", inherits),
    ...remark("not together with", excludes?.join(", ")),
    ...remark("deprecated", deprecated),
    ...remark("secret", secret && "never shown"),
    ...remark(
      refused ? "refused" : partly ? "partly implemented" : "not implemented",
      unfinished ?? (refused && "running without it would do harm"),
    ),
  ];
}

/** What counts of several; of most keywords it is the last one, which the reference page says once. */
function repetition({ firstCounts, repeatable }: Row): string | undefined {
  if (repeatable) return "each counts";
  return firstCounts && "the first one counts";
}

function remark(label: string, text: string | undefined): readonly (readonly [string, string])[] {
  return text === undefined ? [] : [[label, text]];
}
