import type { Parameter, Span } from "../source.ts";

/** A parameter and what it stands for, line by line; there is at least one. */
export type Definition = {
  readonly lines: readonly [Parameter, ...Parameter[]];
  /** Written over several lines: nothing may follow its use. */
  readonly isMultiline: boolean;
};

/** `$NAME=` at the start of a line: the name, and where the value begins. */
export type DefinitionHead = { readonly name: string; readonly valueStart: number };

/** Reads the beginning of a definition (keepalived.conf(5), "Parameter substitution"); undefined: it is none. */
export function readDefinitionHead(text: string, start: number, end: number): DefinitionHead | undefined {
  const nameEnd = parameterNameEnd(text, start + 1, end);
  if (nameEnd === start + 1 || nameEnd >= end || text[nameEnd] !== "=") return undefined;
  return { name: text.slice(start + 1, nameEnd), valueStart: nameEnd + 1 };
}

/** The definition that some lines of text make: empty ones are left out. */
export function makeDefinition(name: string, lines: readonly Span[], isMultiline: boolean): Definition {
  const parameters = lines.flatMap((place) => {
    const text = place.source.text.slice(place.start, place.end);
    return text === "" ? [] : [{ name, text, place, repeated: false }];
  });
  const [first = { name, text: "", place: lines[0], repeated: false }, ...rest] = parameters;
  return { lines: [first, ...rest], isMultiline };
}

/** A parameter whose value is given by a repetition, at `place`, or by the language itself. */
export function setParameter(name: string, text: string, place: Span | undefined): Definition {
  return { lines: [{ name, text, place, repeated: place !== undefined }], isMultiline: false };
}

/** The end of the name that begins at `start`: letters, digits and _, not beginning with a digit. */
export function parameterNameEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isNameCharacter(text.charCodeAt(at), at === start)) at++;
  return at;
}

function isNameCharacter(code: number, first: boolean): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || (!first && code >= 0x30 && code <= 0x39);
}
