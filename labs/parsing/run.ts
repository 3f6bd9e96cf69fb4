import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { Measured } from "./report.ts";

const program = fileURLToPath(new URL("measure.ts", import.meta.url));
const build = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));

/** Measures every document in so many runs, with the program as it is now. */
export function measureParsing(runs: number): readonly Measured[] {
  execFileSync(process.execPath, [build], { stdio: ["ignore", "ignore", "inherit"] });
  const words = ["--net", process.execPath, "--import", import.meta.resolve("tsx"), program, String(runs)];
  const measured: readonly Measured[] = JSON.parse(execFileSync("unshare", words, { encoding: "utf8" }));
  return measured;
}
