import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode } from "../error-code.ts";

/** What is in a file that was kept: nothing, a value that still has to be looked at, or why it cannot be told. */
export type Kept =
  | { readonly kind: "nothing" }
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "trouble"; readonly why: string };

/** Small: a file that is larger was not written here. Characters. */
const sizeLimit = 16 * 1024 * 1024;

export function readKept(path: string): Kept {
  try {
    const text = readFileSync(path, "utf8");
    if (text.length > sizeLimit) return { kind: "trouble", why: "it is too large" };
    const value: unknown = JSON.parse(text);
    return { kind: "value", value };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "trouble", why: "it is not JSON" };
    const why = errorCode(error);
    return why === "ENOENT" ? { kind: "nothing" } : { kind: "trouble", why };
  }
}

/** Whole or not at all, and on the disk when it returns. Says why not. */
export function writeKept(path: string, value: unknown): string | undefined {
  const draft = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(draft, "w", 0o600);
    try {
      writeFileSync(file, `${JSON.stringify(value, undefined, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    syncFolder(dirname(path));
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
