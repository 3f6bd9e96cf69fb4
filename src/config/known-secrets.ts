import { findSecrets } from "./secret-search.ts";
import { SecretWords, shortestSecret } from "./secret-words.ts";
import { secretsOn } from "./secrets.ts";
import { rootOf } from "./source.ts";
import type { Parameter, Source, Span } from "./source.ts";

/** What is known of the secrets of one configuration. */
type Knowledge = {
  readonly words: SecretWords;
  readonly parameters: Set<Parameter>;
  /** Such a word is not recognised as a secret where it is shown, and hiding it would say that it is one. */
  isOrdinary: (word: string) => boolean;
  /** Texts that are still to be searched, when somebody asks: most configurations have no findings. */
  waiting: Iterable<Source>;
};

/** By the file that the reading began with. */
const knowledgeOf = new WeakMap<Source, Knowledge>();

/** Hides the secrets of texts that were read for the configuration of a file. `isOrdinary`: words of the language. */
export function rememberSources(root: Source, sources: Iterable<Source>, isOrdinary: (word: string) => boolean): void {
  const known = knowledgeAbout(root);
  known.waiting = sources;
  known.isOrdinary = isOrdinary;
}

/** Hides a word wherever it is quoted from now on, in messages and lines about the same configuration. */
export function rememberSecret({ source }: Span, text: string): void {
  addWord(knowledgeAbout(source), text);
}

/** Hides what looks like a secret on a line that is not understood. */
export function rememberSecretsOn(place: Span, line: string): void {
  for (const word of secretsOn(line)) rememberSecret(place, word);
}

/** A text about a source with stars in place of the secrets of its configuration; its length stays the same. */
export function hideKnown(text: string, source: Source): string {
  return searched(source).words.hide(text);
}

/**
 * Whether a parameter stands for a secret or for a part of one somewhere; also where that is too short to be hidden.
 */
export function isSecretParameter(parameter: Parameter, source: Source): boolean {
  return searched(source).parameters.has(parameter);
}

/** An expanded line with stars in place of the parameters that stand for secrets elsewhere. */
export function hideParameters(source: Source): string {
  const { origin, text } = source;
  if (origin?.kind !== "expansion") return text;
  const { stretches } = origin;
  return stretches
    .map(({ start, parameter }, index) => {
      const part = text.slice(start, stretches[index + 1]?.start);
      return parameter !== undefined && isSecretParameter(parameter, source) ? "*".repeat(part.length) : part;
    })
    .join("");
}

/**
 * A message about a place with stars in place of parameters there that stand for secrets too short to be hidden
 * anywhere.
 */
export function hideShort(message: string, { source, start, end }: Span): string {
  const { origin } = source;
  if (origin?.kind !== "expansion") return message;
  let hidden = message;
  for (const [index, { start: from, parameter }] of origin.stretches.entries()) {
    const until = origin.stretches[index + 1]?.start ?? source.text.length;
    if (parameter === undefined || from >= end || until <= start) continue;
    const { text } = parameter;
    const isShort = text !== "" && text.length < shortestSecret;
    if (isShort && isSecretParameter(parameter, source)) hidden = hidden.replaceAll(text, "*".repeat(text.length));
  }
  return hidden;
}

function searched(source: Source): Knowledge {
  const known = knowledgeAbout(source);
  const { waiting } = known;
  known.waiting = [];
  findSecrets(waiting, {
    word: (text) => addWord(known, text),
    parameter: (parameter) => known.parameters.add(parameter),
  });
  return known;
}

function addWord({ words, isOrdinary }: Knowledge, text: string): void {
  if (!isOrdinary(text)) words.add(text);
}

function knowledgeAbout(source: Source): Knowledge {
  const root = rootOf(source);
  const known = knowledgeOf.get(root);
  if (known !== undefined) return known;
  const nothing = { words: new SecretWords(), parameters: new Set<Parameter>(), isOrdinary: () => false, waiting: [] };
  knowledgeOf.set(root, nothing);
  return nothing;
}
