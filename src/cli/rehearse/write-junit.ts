import { writeFileSync } from "node:fs";

import { errorCode } from "../../daemon/error-code.ts";

/** Returns what is wrong, for people; undefined: the file is written. */
export function writeJunit(path: string, xml: string): string | undefined {
  try {
    writeFileSync(path, xml);
  } catch (error) {
    return `holdfast: ${path} cannot be written: ${errorCode(error)}`;
  }
  return undefined;
}
