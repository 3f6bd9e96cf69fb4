import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { errorCode } from "./error-code.ts";

/** Shorter ones can be guessed. */
const leastLength = 16;
const greatestLength = 1024;

/** Anybody may read or write it, or the group may write it. */
const forbiddenMode = 0o026;
const allModes = 0o777;

/**
 * The token in a file: its first line. Its owner alone, and a group that may only read it, can know it, or it proves
 * nothing; `problem` says why not, and the cure.
 */
export function readToken(path: string): { readonly token: string } | { readonly problem: string } {
  try {
    const file = openSync(path, "r");
    try {
      const { mode } = fstatSync(file);
      if ((mode & forbiddenMode) !== 0) {
        return { problem: `${path} has mode ${(mode & allModes).toString(8)}, so that others know it: chmod 600 it` };
      }
      return tokenOf(path, firstBytes(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { problem: `${path} cannot be read (${errorCode(error)})` };
  }
}

function firstBytes(file: number): string {
  const bytes = new Uint8Array(greatestLength + 2);
  const length = readSync(file, bytes, 0, bytes.length, 0);
  return new TextDecoder().decode(bytes.subarray(0, length));
}

function tokenOf(path: string, content: string): { readonly token: string } | { readonly problem: string } {
  const token = content.split(/\r?\n/u, 1)[0] ?? "";
  if (token.length < leastLength || token.length > greatestLength) {
    return {
      problem: `${path} must begin with a line of ${leastLength} to ${greatestLength} characters: openssl rand -hex 32`,
    };
  }
  // What a header can carry, and no editor or terminal changes.
  return /^[!-~]+$/u.test(token) ? { token } : { problem: `${path} has other characters than ASCII without spaces` };
}
