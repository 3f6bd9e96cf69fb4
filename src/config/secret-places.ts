/** A word of a line that is a secret, without its quotes. */
export type SecretPlace = { readonly start: number; readonly end: number };

/** Lines are looked at up to here. */
export const longestLine = 2000;

/** There is no secret in a text without one of these. */
export const mayHaveSecret = /auth[_-]?p|pas|pss|pw|secret|key|kye|\bah\b|hex:/iu;

/** What comes behind is a secret; all but the first kind only at the beginning of a statement. */
const keywords =
  /(?<![^\s{}"=)])"?(?:(auth[_-]?(?:p[as]{0,3}|pw[do]?|\w*pas\w*|\w*secret\w*|\w*key))|(?!PASS\b|active_key\b)(?:\w*pas\w*|\w*p(?:ss|w)(?:d|ord)?|\w*secret\w*|(?:\w*_)?k(?:ey|ye)))"?(?![^\s"{}=:])/giu;

/** The same where something takes the place of the blank, or of the keyword. */
const certain: readonly RegExp[] = [
  /(?<![^\s{}"])"?auth[_-]?pass(?!word|phrase|[\s{}"=:]|$)/giu,
  /(?<![^\s{}"])auth\S*\s+"?(?:PASS|AH)"?\s+(?!auth_p)/giu,
  /\bhex:/giu,
  /^\s*(?:@\S*\s+)?\$(?:\w*(?:pas|secret)\w*|(?:\w*_)?(?:pw|pwd|psw|key))=/giu,
];

/** Behind this begins a statement: a brace, a condition, what stands in front of a definition or a repetition. */
const statementBegins = /(?:^|(?<!\$)\{|[})]|^\s*(?:@\S*\s+)?\$\w+=|^\s*@\S+\s)\s*$/u;

/** A word between quotes, a brace, or another word with the uses of parameters in it. */
const words = /"([^"]*)"?|[{}]|(?:\$\{[^}]*\}|[^\s{}"])+/gu;

/**
 * The words of a line of configuration that are read as secrets, or would be if it were spelt right. Words that only
 * may be some are left to `maskSecrets`: what is found here is hidden elsewhere, too.
 */
export function secretPlaces(line: string): readonly SecretPlace[] {
  const text = line.slice(0, longestLine);
  if (!mayHaveSecret.test(text)) return [];
  const places: SecretPlace[] = [];
  for (const match of text.matchAll(keywords)) {
    const [keyword, surely] = match;
    const isStatement = surely !== undefined || statementBegins.test(text.slice(0, match.index));
    if (isStatement) places.push(...wordsFrom(text, match.index + keyword.length, surely !== undefined));
  }
  for (const rule of certain) {
    for (const match of text.matchAll(rule)) places.push(...wordsFrom(text, match.index + match[0].length, true));
  }
  return places;
}

/** The words from a place to the end of the statement. */
function wordsFrom(text: string, from: number, surely: boolean): readonly SecretPlace[] {
  const places: SecretPlace[] = [];
  const first = from + (/^\s*[=:]+/u.exec(text.slice(from, from + 20))?.[0].length ?? 0);
  for (const match of text.slice(first).matchAll(words)) {
    const [whole, quoted] = match;
    if (whole === "{" || whole === "}") {
      if (places.length === 0) continue;
      break;
    }
    const word = quoted ?? whole;
    // Such a key is in a file, and the name of the file is none.
    if (word.startsWith("file:") || (!surely && word.startsWith("/"))) continue;
    const start = first + match.index + (quoted === undefined ? 0 : 1);
    places.push({ start, end: start + word.length });
  }
  return places;
}
