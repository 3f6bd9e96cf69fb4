import { fileURLToPath } from "node:url";

import { ensurePackages, labObstacle, referenceDaemon, type DaemonProgram } from "../src/lab/index.ts";

/** A daemon that takes part in the labs. */
export type LabProgram = { readonly name: string; readonly daemon: DaemonProgram };

/** What Holdfast is measured against and must get along with. */
export const reference: LabProgram = { name: "keepalived", daemon: referenceDaemon };
export const holdfast: LabProgram = {
  name: "holdfast",
  daemon: [process.execPath, fileURLToPath(new URL("../bin/keepalived", import.meta.url))],
};

/** Who takes part when LAB_PROGRAMS does not say, such as "keepalived,holdfast". */
const usualPrograms = "keepalived,holdfast";

/** Who takes part in this run. */
export const programs: readonly LabProgram[] = (process.env["LAB_PROGRAMS"] ?? usualPrograms)
  .split(",")
  .map((name) => [reference, holdfast].find((program) => program.name === name))
  .filter((program) => program !== undefined);

/**
 * Every program on the first node with every program on the second; the reference with itself only when it is alone.
 */
export const pairings: readonly (readonly [LabProgram, LabProgram])[] = programs
  .flatMap((first) => programs.map((second) => [first, second] as const))
  .filter(([first, second]) => programs.length === 1 || first !== reference || second !== reference);

/** Why the labs cannot run here, a reason to skip them; false when they can. */
export async function reasonToSkip(): Promise<string | false> {
  return labObstacle() ?? (await ensurePackages(["keepalived", "tcpdump", "iproute2", "util-linux"])) ?? false;
}
