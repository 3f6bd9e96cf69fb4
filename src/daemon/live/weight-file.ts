import { join } from "node:path";
import type { WeightOverride } from "../../lvs/weight-overrides.ts";
import { readKept, writeKept } from "./kept-file.ts";

/** What operators have said about weights, as a daemon of this state directory has recorded it. */
export function readWeights(directory: string, tell: (message: string) => void): readonly WeightOverride[] {
  const path = pathIn(directory);
  const kept = readKept(path);
  if (kept.kind === "nothing") return [];
  const overrides = kept.kind === "value" ? overridesIn(kept.value) : undefined;
  if (overrides !== undefined) return overrides;
  const why = kept.kind === "trouble" ? kept.why : "it is not what was written there";
  tell(`Cannot use ${path} (${why}): all servers have the weights of the configuration`);
  return [];
}

/** Says why it cannot be written. */
export function writeWeights(directory: string, overrides: readonly WeightOverride[]): string | undefined {
  const failure = writeKept(pathIn(directory), { version: 1, overrides });
  return failure && `${pathIn(directory)} cannot be written (${failure})`;
}

function pathIn(directory: string): string {
  return join(directory, "weights.json");
}

function overridesIn(value: unknown): readonly WeightOverride[] | undefined {
  if (!isObject(value) || value["version"] !== 1 || !Array.isArray(value["overrides"])) return undefined;
  const list: readonly unknown[] = value["overrides"];
  const overrides = list.map(overrideIn);
  return overrides.every((override) => override !== undefined) ? overrides : undefined;
}

function overrideIn(value: unknown): WeightOverride | undefined {
  if (!isObject(value)) return undefined;
  const { service, server, weight, isDrained } = value;
  if (typeof service !== "string" || typeof server !== "string" || typeof isDrained !== "boolean") return undefined;
  if (typeof weight !== "number" || !Number.isInteger(weight) || weight < 0 || weight > 65_535) return undefined;
  return { service, server, weight, isDrained };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
