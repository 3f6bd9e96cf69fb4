import { execFileSync } from "node:child_process";

/** What ipvsadm(8) prints. */
export function ipvsadm(words: readonly string[]): string {
  return execFileSync("ipvsadm", words, { encoding: "utf8" });
}

/** The whole table as `ipvsadm --save --numeric` has it, one line per service and server, sorted. */
export function savedTable(): readonly string[] {
  const lines = ipvsadm(["-Sn"]).split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .sort();
}
