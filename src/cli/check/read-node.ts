import { readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { unreachable } from "../../base/assert.ts";
import type { LoadResult } from "../../config/load.ts";
import { errorCode } from "../../daemon/error-code.ts";
import type { ConfigurationSource } from "../../daemon/messages.ts";
import {
  environmentElsewhere,
  interpretConfiguration,
  readConfiguration,
  recordConfiguration,
} from "../../daemon/supervisor-configuration.ts";
import type { ReadingOptions, ReadResult } from "../../daemon/supervisor-configuration.ts";

/** A file that was read: what it says about one node. */
export type CheckedNode = {
  readonly name: string;
  readonly result: LoadResult;
  /** Whether it is the file of this machine, whose interfaces, accounts and scripts then count. */
  readonly isHere: boolean;
};

export type NodeReading =
  | { readonly kind: "read"; readonly node: CheckedNode }
  | { readonly kind: "unreadable"; readonly message: string };

const standardInput = "-";

/** What findings call a file that was named on the command line. */
export function nodeName(file: string): string {
  return file === standardInput ? "<stdin>" : file;
}

/** What is known of the machine of a file: everything, hardly more than nothing, or what this one has, as a hint. */
export type Whereabouts = "here" | "unknown" | "elsewhere";

/** Reads a file as the daemon does; "-" is standard input. Never throws. */
export function readNode(file: string, where: Whereabouts, options: ReadingOptions): NodeReading {
  const read = isStream(file) ? readStream(file, options) : readConfiguration(file, options);
  if (read.kind === "unreadable") return read;
  return {
    kind: "read",
    node: { name: nodeName(file), result: interpret(read.source, where), isHere: where === "here" },
  };
}

function interpret(source: ConfigurationSource, where: Whereabouts): LoadResult {
  switch (where) {
    case "here":
      return interpretConfiguration(source);
    case "elsewhere":
      return interpretConfiguration(source, environmentElsewhere());
    case "unknown":
      return interpretConfiguration(source, { hostName: hostname() });
    default:
      return unreachable(where);
  }
}

/** Standard input, and what a shell makes of <(command). */
function isStream(file: string): boolean {
  if (file === standardInput) return true;
  try {
    return statSync(file).isFIFO();
  } catch {
    return false;
  }
}

function readStream(file: string, options: ReadingOptions): ReadResult {
  try {
    const text = readFileSync(file === standardInput ? 0 : file, "utf8");
    return { kind: "read", source: recordConfiguration(nodeName(file), text, options) };
  } catch (error) {
    return { kind: "unreadable", message: `Unable to read ${nodeName(file)}: ${errorCode(error)}` };
  }
}
