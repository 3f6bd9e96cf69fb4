import type { Origin, Parameter, Source } from "./origin.ts";
import { longestLine, mayHaveSecret, secretPlaces } from "./secret-places.ts";

/** What is told of the secrets that are found. */
export type SecretSink = {
  readonly word: (text: string) => void;
  /** It is a secret, or a part of one, wherever it is used. */
  readonly parameter: (parameter: Parameter) => void;
};

/** Where a parameter is used. */
const use = /\$(?:\w+|\{[^}]*\})/u;

/**
 * Looks for secrets in files and expanded lines and in the texts that those were made of, whatever the blocks are that
 * they stand in: also what is skipped, replaced or misplaced may name the secret of another block.
 */
export function findSecrets(sources: Iterable<Source>, sink: SecretSink): void {
  const seen = new Set<Source>();
  for (const last of sources) {
    for (let source: Source | undefined = last; source !== undefined && !seen.has(source);) {
      seen.add(source);
      const { origin }: Source = source;
      if (origin?.kind === "expansion") searchExpansion(source, origin, sink);
      else searchFile(source.text, sink);
      source = origin?.place.source;
    }
  }
}

function searchFile(text: string, sink: SecretSink): void {
  // Without the flag u it is twenty times as fast, and what it looks for is ASCII.
  const candidates = new RegExp(mayHaveSecret.source, "gi");
  for (let found = candidates.exec(text); found !== null; found = candidates.exec(text)) {
    const start = text.lastIndexOf("\n", found.index) + 1;
    const next = text.indexOf("\n", found.index);
    const end = next === -1 ? text.length : next;
    const line = withoutComment(text.slice(start, Math.min(end, start + longestLine)));
    for (const place of secretPlaces(line)) tellWord(line.slice(place.start, place.end), sink);
    candidates.lastIndex = end;
  }
}

function searchExpansion(
  { text }: Source,
  { place, stretches }: Extract<Origin, { readonly kind: "expansion" }>,
  sink: SecretSink,
): void {
  const before = textBefore(place.source, place.start);
  const line = before + text;
  for (const { start, end } of secretPlaces(line)) {
    if (end <= before.length) continue;
    tellWord(line.slice(start, end), sink);
    for (const [index, { start: from, parameter }] of stretches.entries()) {
      const first = Math.max(start - before.length, from);
      const last = Math.min(end - before.length, stretches[index + 1]?.start ?? text.length);
      if (parameter === undefined || first >= last) continue;
      tellWord(text.slice(first, last), sink);
      if (first === from && last === from + parameter.text.length) sink.parameter(parameter);
    }
  }
}

/** A word, or what is left of it where parameters stand for the rest. */
function tellWord(text: string, sink: SecretSink): void {
  const parts = text.split(use).filter((part) => part !== "");
  if (parts.length > 0) sink.word(text);
  if (parts.length > 1 || parts[0] !== text) for (const part of parts) sink.word(part);
}

/** What is read before a place on its line. */
function textBefore(source: Source, start: number): string {
  const { origin, text } = source;
  const own = text.slice(Math.max(text.lastIndexOf("\n", start - 1) + 1, start - longestLine), start);
  if (start === 0 && origin?.kind !== "expansion") return "";
  const outer = origin?.kind === "expansion" ? textBefore(origin.place.source, origin.place.start) : "";
  return (outer + own).slice(-longestLine / 2);
}

/** A comment begins outside double quotes, and not behind a backslash. */
function withoutComment(line: string): string {
  return /^(?:[^"#!\\]|"[^"]*(?:"|$)|\\.|\\$)*/su.exec(line)?.[0] ?? line;
}
