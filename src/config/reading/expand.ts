import { isBlank } from "../lexer.ts";
import type { Parameter, Span, Stretch } from "../source.ts";
import { takesWords } from "./built-in.ts";
import type { BuiltIns } from "./built-in.ts";
import { parameterNameEnd } from "./parameters.ts";
import type { Definition } from "./parameters.ts";

/** A line with its parameters replaced, once: what they stand for may have parameters again. */
export type Expanded = {
  readonly text: string;
  readonly stretches: readonly Stretch[];
  /** The last parameter that was replaced. */
  readonly parameter: Parameter;
  /** The lines that follow, when the line ended with a parameter of several lines, and its use. */
  readonly following: { readonly lines: readonly Parameter[]; readonly use: Span } | undefined;
};

/** Finds what a use stands for; undefined: nothing, so that the text stays as it is. */
export type Lookup = (name: string, words: readonly string[]) => Definition | undefined;

/** A lookup among definitions, which come before what the language itself knows. */
export function lookupIn(definitions: ReadonlyMap<string, Definition>, builtIns: BuiltIns): Lookup {
  return (name, words) => {
    const definition = words.length === 0 ? definitions.get(name) : undefined;
    return definition ?? (name.startsWith("_") ? builtIns.find(name, words) : undefined);
  };
}

/**
 * Replaces `$NAME` before a blank or the end of the line, and `${NAME}` anywhere, also between quotes. A parameter of
 * several lines is only replaced at the end (keepalived.conf(5), "Parameter substitution"). Undefined: there is
 * nothing to replace.
 */
export function expandLine({ source, start, end }: Span, lookup: Lookup): Expanded | undefined {
  const text = source.text.slice(start, end);
  if (!text.includes("$")) return undefined;
  const stretches: Stretch[] = [];
  let result = "";
  let copied = 0;
  let following: Expanded["following"];
  let parameter: Parameter | undefined;
  const copyUpTo = (at: number): void => {
    if (at > copied) {
      stretches.push({ start: result.length, from: start + copied, to: start + at, parameter: undefined });
    }
    result += text.slice(copied, at);
  };
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", at)) {
    const use = readUse(text, at);
    const definition = use && lookup(use.name, use.words);
    if (use === undefined || definition === undefined || (definition.isMultiline && use.end < text.length)) {
      at++;
      continue;
    }
    const [first, ...rest] = definition.lines;
    copyUpTo(at);
    stretches.push({ start: result.length, from: start + at, to: start + use.end, parameter: first });
    result += first.text;
    parameter = first;
    if (rest.length > 0) following = { lines: rest, use: { source, start: start + at, end: start + use.end } };
    at = use.end;
    copied = at;
  }
  if (parameter === undefined) return undefined;
  copyUpTo(text.length);
  return { text: result, stretches, parameter, following };
}

type Use = { readonly name: string; readonly words: readonly string[]; readonly end: number };

/** `$NAME`, `${NAME}`, or with words as in `${_ENV HOME}`. */
function readUse(text: string, dollar: number): Use | undefined {
  const braced = text[dollar + 1] === "{";
  const start = dollar + (braced ? 2 : 1);
  const nameEnd = parameterNameEnd(text, start, text.length);
  if (nameEnd === start) return undefined;
  const name = text.slice(start, nameEnd);
  if (!braced) {
    const closed = nameEnd === text.length || isBlank(text.charCodeAt(nameEnd));
    return closed ? { name, words: [], end: nameEnd } : undefined;
  }
  if (text[nameEnd] === "}") return { name, words: [], end: nameEnd + 1 };
  if (!takesWords(name)) return undefined;
  const close = text.indexOf("}", nameEnd);
  if (close === -1) return undefined;
  return { name, words: text.slice(nameEnd, close).split(/\s+/u).filter(Boolean), end: close + 1 };
}
