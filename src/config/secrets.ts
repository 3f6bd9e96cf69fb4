import { longestLine } from "./secret-places.ts";

/*
 * Passwords and keys must not be shown, also where they are misspelt, misplaced or handed on by parameters. A line is
 * judged by its words; and what was once read as a secret is hidden wherever else it stands (known-secrets.ts).
 */

/** What comes behind such a word is a secret, or close to one; it may stand in a block on one line. */
const secretKeyword =
  /((?<![^\s{}"]|\$\{)(?!PASS\b|active_key\b)"?(?:auth[_-]?p[as]{0,3}|\w*pas\w*|\w*p(?:ss|w)(?:d|ord)?|\w*secret\w*|(?:\w*_)?k(?:ey|ye))(?![^\s"{}=:]))(.*)$/iu;

/** The same without a blank between. */
const gluedSecret = /((?<![^\s{}"])"?auth[_-]?pass)(?=[^\s{}"])(.*)$/iu;

/** Behind the kind of authentication nothing is expected but the password's own keyword. */
const behindKind = /((?<![^\s{}"])(?:PASS|AH)\s+)(?!auth_pass\b)([^\s{}].*)$/u;

/** The digits of a key. */
const hexadecimal = /(\bhex:)(\S+.*)$/iu;

/** What a definition stands for may be a secret wherever it is used, and the definition be misspelt. */
const definition = /^(\s*(?:@\S*\s+)?(?:\$\{?\w+\}?[=:]|[A-Za-z_]\w*=))(\S.*)$/u;

/** A definition that another one has swallowed, whose line ends with a backslash, stands wherever that is used. */
const definitionInside = /((?<=\s)\$\{?\w+\}?=)(\S.*)$/u;

/** The items of a list, in whose line a secret is made of them. */
const listItems = /(~(?!SEQx?\b)\w+\s*\((?:\s*\{[^}]*\}|[^,)]*))([^)]*)/gu;

const lineRules: readonly RegExp[] = [
  secretKeyword,
  gluedSecret,
  behindKind,
  hexadecimal,
  definition,
  definitionInside,
];

/** Puts stars in place of the secrets on a line of configuration; its length stays the same. */
export function maskSecrets(line: string): string {
  const masked = lineRules.reduce((text, rule) => text.replace(rule, mask), line);
  if (masked === line) return line;
  return masked.replaceAll(listItems, (_match, names: string, items: string) => {
    return names + items.replaceAll(/[^\s{},]/gu, "*");
  });
}

/** The words of a line that are secrets. */
export function secretsOn(line: string): readonly string[] {
  const shown = line.slice(0, longestLine);
  const masked = maskSecrets(shown);
  const characters = Array.from({ length: shown.length }, (_value, index) =>
    shown[index] === masked[index] ? " " : (shown[index] ?? ""),
  );
  return characters
    .join("")
    .split(/[\s"'=:]+/u)
    .filter((word) => word !== "");
}

function mask(_match: string, before: string, secret: string): string {
  return before + secret.replaceAll(/[^\s{}"]/gu, "*");
}

/**
 * The message of a finding about a line, in other words if it quotes a secret: a password may stand where nobody
 * expects one, such as in a block that was not closed.
 */
export function withoutSecrets(message: string, line: string): string {
  const quoted = secretsOn(line).some((word) => message.includes(word.slice(0, shortestQuote)));
  return quoted ? "a word that may be a password is not expected here - ignoring" : message;
}

/** Messages shorten what they quote, but not below this. */
const shortestQuote = 40;
