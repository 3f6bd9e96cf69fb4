import { isBlank } from "./lexer.ts";
import { nearest } from "./nearest.ts";
import type { Definition } from "./reading/parameters.ts";
import { parameterNameEnd } from "./reading/parameters.ts";
import { rootOf } from "./source.ts";
import type { Source, Span } from "./source.ts";

/** A name of one or two letters is near to all others of them. */
const shortestName = 3;

/** Names are looked at up to here. */
const longestName = 100;

/** What is defined at the end of a reading, by the file that it began with. */
const definitionsOf = new WeakMap<Source, ReadonlyMap<string, Definition>>();

export function rememberDefinitions(root: Source, definitions: ReadonlyMap<string, Definition>): void {
  definitionsOf.set(root, definitions);
}

/**
 * What to do about a place where a parameter was used that nothing was put in for; undefined: there is none. In what
 * is no mistake a dollar may be just that.
 */
export function parameterCure({ source, start, end }: Span): string | undefined {
  const { text } = source;
  // Nothing is put in for ${NAME}: its brace is one like any other.
  const first = text[start] === "{" && text[start - 1] === "$" ? start - 1 : start;
  const dollar = first + text.slice(first, end).indexOf("$");
  const braced = text[dollar + 1] === "{";
  const nameStart = dollar + (braced ? 2 : 1);
  const nameEnd = parameterNameEnd(text, nameStart, braced ? text.length : end);
  if (dollar < first || nameEnd === nameStart) return undefined;
  const name = text.slice(nameStart, nameEnd);
  const definitions = definitionsOf.get(rootOf(source)) ?? new Map<string, Definition>();
  const definition = definitions.get(name);
  if (definition === undefined) return cureForUndefined(name, braced, definitions);
  const isClosed = braced || nameEnd === text.length || isBlank(text.charCodeAt(nameEnd));
  if (!isClosed) return bracesCure(name);
  if (definition.isMultiline) return `$${name} has several lines: it has to be the last word of a line`;
  return `define $${name} above its use`;
}

function cureForUndefined(
  name: string,
  braced: boolean,
  definitions: ReadonlyMap<string, Definition>,
): string | undefined {
  const beginning = definedBeginning(name, definitions);
  if (beginning !== undefined && !braced) return bracesCure(beginning);
  // What the language itself knows has its own findings.
  if (name.startsWith("_")) return undefined;
  const meant = name.length < shortestName ? undefined : nearest(name, definitions.keys());
  const hint = meant === undefined ? `write $${name}=VALUE on a line above` : `did you mean $${meant}?`;
  return `$${name} is not defined: ${hint}`;
}

function bracesCure(name: string): string {
  return `write \${${name}}: without braces the name of a parameter goes on to the next blank`;
}

/** The longest parameter that a name begins with. */
function definedBeginning(name: string, definitions: ReadonlyMap<string, Definition>): string | undefined {
  for (let length = Math.min(name.length - 1, longestName); length > 0; length--) {
    if (definitions.has(name.slice(0, length))) return name.slice(0, length);
  }
  return undefined;
}
