import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import type { ConfigurationFiles, FileReading } from "../config/load.ts";
import { errorCode } from "./error-code.ts";

/** Any of the bits that let somebody execute a file. */
const executable = 0o111;

/** Files larger than this are no configuration, in bytes. */
const largestFile = 64 * 1024 * 1024;

/** The files of this machine. What somebody may execute is not read, as in the reference. */
export const machineFiles: ConfigurationFiles = {
  read(path) {
    try {
      return readWhole(path);
    } catch (error) {
      const code = errorCode(error);
      if (code === "ENOENT") return { kind: isDangling(path) ? "special" : "missing" };
      return code === "ENOTDIR" ? { kind: "missing" } : { kind: "unreadable", detail: code };
    }
  },
  list(directory) {
    try {
      return readdirSync(directory === "" ? "." : directory);
    } catch {
      return [];
    }
  },
};

/** Reading from anything but a regular file might never end. */
function readWhole(path: string): FileReading {
  const facts = statSync(path);
  if (facts.isDirectory()) return { kind: "directory" };
  if (!facts.isFile() || (facts.mode & executable) !== 0) return { kind: "special" };
  if (facts.size > largestFile) return { kind: "unreadable", detail: "EFBIG" };
  return { kind: "text", text: readFileSync(path, "utf8") };
}

/** Whether a path that leads nowhere is a link, which is there all the same. */
function isDangling(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
