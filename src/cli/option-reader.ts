import type { KeepalivedOption } from "./keepalived-option-table.ts";

/** What a command line is made of, in its order. */
export type CommandLinePart =
  | { readonly kind: "option"; readonly option: KeepalivedOption; readonly value: string | undefined }
  /** A word that belongs to no option. */
  | { readonly kind: "word"; readonly word: string }
  /** `option` as it was written, such as "-q" or "--bogus". */
  | { readonly kind: "unknown"; readonly option: string }
  | { readonly kind: "ambiguous"; readonly option: string; readonly candidates: readonly string[] }
  | { readonly kind: "missing-value"; readonly option: string }
  | { readonly kind: "unexpected-value"; readonly option: string };

/**
 * Reads arguments as getopt_long(3) does: letters can be clustered, a value may be attached or follow, long names
 * may be shortened as long as they stay unique, `--` ends the options. An empty value counts as missing.
 */
export function readOptions(
  table: readonly KeepalivedOption[],
  commandArguments: readonly string[],
): readonly CommandLinePart[] {
  const parts: CommandLinePart[] = [];
  const words = [...commandArguments];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--") break;
    if (word.startsWith("--")) parts.push(readLong(table, word, words));
    else if (word.startsWith("-") && word.length > 1) parts.push(...readCluster(table, word, words));
    else parts.push({ kind: "word", word });
  }
  return [...parts, ...words.map((word) => ({ kind: "word", word }) as const)];
}

function readLong(table: readonly KeepalivedOption[], word: string, following: string[]): CommandLinePart {
  const equals = word.indexOf("=");
  const written = equals === -1 ? word : word.slice(0, equals);
  const attached = equals === -1 ? undefined : word.slice(equals + 1);
  const candidates = matching(table, written.slice(2));
  const [option] = candidates;
  if (option === undefined) return { kind: "unknown", option: written };
  if (candidates.length > 1) {
    return { kind: "ambiguous", option: written, candidates: candidates.map(({ name }) => `--${name}`) };
  }
  if (option.value === "none") {
    return attached === undefined
      ? { kind: "option", option, value: undefined }
      : { kind: "unexpected-value", option: written };
  }
  return withValue(option, written, option.value === "required" ? (attached ?? following.shift()) : attached);
}

function readCluster(
  table: readonly KeepalivedOption[],
  word: string,
  following: string[],
): readonly CommandLinePart[] {
  const parts: CommandLinePart[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    const option = table.find(({ short }) => short === letter);
    if (option === undefined) return [...parts, { kind: "unknown", option: `-${letter}` }];
    if (option.value !== "none") {
      const attached = at + 1 < word.length ? word.slice(at + 1) : undefined;
      const value = option.value === "required" ? (attached ?? following.shift()) : attached;
      return [...parts, withValue(option, `-${letter}`, value)];
    }
    parts.push({ kind: "option", option, value: undefined });
  }
  return parts;
}

function withValue(option: KeepalivedOption, written: string, value: string | undefined): CommandLinePart {
  if (value === "" || (value === undefined && option.value === "required")) {
    return { kind: "missing-value", option: written };
  }
  return { kind: "option", option, value };
}

/** The option of that name, or else all whose names begin so. */
function matching(table: readonly KeepalivedOption[], name: string): readonly KeepalivedOption[] {
  const exact = table.find((option) => option.name === name);
  return exact === undefined ? table.filter((option) => option.name.startsWith(name)) : [exact];
}
