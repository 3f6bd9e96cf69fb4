/**
 * Words as scripts and patterns are written: both kinds of quotes group and escape sequences are replaced
 * (keepalived.conf(5), "Quoted strings"). A script goes through this twice: once to find the command on its line,
 * once to find the arguments in the command.
 */
export type SplitWords = {
  readonly words: readonly string[];
  /** A quote was never closed: the last word goes to the end. */
  readonly unclosed: boolean;
};

/** Splits at white space outside quotes. */
export function splitWords(text: string): SplitWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    if (character === "\\" && at + 1 < text.length) {
      const escape = readEscape(text, at + 1);
      word = (word ?? "") + escape.value;
      at = escape.end;
      continue;
    }
    at++;
    if (quote === character) quote = "";
    else if (quote === "" && (character === '"' || character === "'")) {
      quote = character;
      word ??= "";
    } else if (quote === "" && /\s/u.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return { words, unclosed: quote !== "" };
}

const namedEscapes: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["E", "\u001b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** Reads what stands behind a backslash: a name, up to three octal digits, `x` and hex digits, or `c` and a letter. */
function readEscape(text: string, start: number): { readonly value: string; readonly end: number } {
  const character = text.charAt(start);
  const name = namedEscapes.get(character);
  if (name !== undefined) return { value: name, end: start + 1 };
  const octal = /^[0-7]{1,3}/u.exec(text.slice(start, start + 3))?.[0];
  if (octal !== undefined) return { value: byte(Number.parseInt(octal, 8)), end: start + octal.length };
  if (character === "x") {
    const hex = /^[0-9a-f]{1,2}/iu.exec(text.slice(start + 1, start + 3))?.[0];
    if (hex !== undefined) return { value: byte(Number.parseInt(hex, 16)), end: start + 1 + hex.length };
  }
  if (character === "c" && start + 1 < text.length) {
    return { value: byte(text.charCodeAt(start + 1) & 0x1f), end: start + 2 };
  }
  return { value: character, end: start + 1 };
}

function byte(value: number): string {
  return String.fromCharCode(value & 0xff);
}
