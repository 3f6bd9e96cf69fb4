/**
 * Everything after the first of these words on a line is a secret, or close to one: the keyword may be misspelt, and
 * stand in a block on one line.
 */
const secretWords = /((?<![^\s{}])(?!PASS\b)(?:\w*pas\w*|key)(?![^\s"{}]))(.*)$/iu;

/** What a definition or a list stands for may be a secret wherever it is used. */
const parameterValues = /^(\s*(?:@\S*\s+)?\$\w+=)(.*)$/u;
const listValues = /(~LST\s*\((?:\s*\{[^}]*\}|[^,)]*))([^)]*)/gu;

/** Lines are looked at up to here, and not shown beyond it. */
const longestLine = 2000;

/** Puts stars in place of the secrets on a line of configuration; its length stays the same. */
export function maskSecrets(line: string): string {
  const masked = line.replace(secretWords, mask).replace(parameterValues, mask);
  return masked.replaceAll(listValues, (_match, names: string, values: string) => {
    return names + values.replaceAll(/[^\s{},]/gu, "*");
  });
}

function mask(_match: string, before: string, secret: string): string {
  return before + secret.replaceAll(/[^\s{}]/gu, "*");
}

/**
 * The message of a finding about a line, in other words if it quotes a secret: a password may stand where nobody
 * expects one, such as in a block that was not closed.
 */
export function withoutSecrets(message: string, line: string): string {
  const rest = secretWords.exec(line.slice(0, longestLine))?.[2] ?? "";
  const quoted = rest.split(/[\s{}"']+/u).some((word) => word !== "" && message.includes(word.slice(0, shortestQuote)));
  return quoted ? "a word that may be a password is not expected here - ignoring" : message;
}

/** Messages shorten what they quote, but not below this. */
const shortestQuote = 40;
