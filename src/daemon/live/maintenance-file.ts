import { join } from "node:path";
import type { MaintenanceOrder } from "../../vrrp/maintenance.ts";
import { readKept, writeKept } from "./kept-file.ts";

/** Orders of one daemon: more than there are instances and groups anywhere. */
const orderLimit = 65_536;

/**
 * The orders that a daemon of this state directory has recorded; a file that cannot be used is told of, and is none.
 */
export function readOrders(directory: string, tell: (message: string) => void): readonly MaintenanceOrder[] {
  const path = pathIn(directory);
  const kept = readKept(path);
  if (kept.kind === "nothing") return [];
  const orders = kept.kind === "value" ? ordersIn(kept.value) : undefined;
  if (orders !== undefined) return orders;
  const why = kept.kind === "trouble" ? kept.why : "it is not what was written there";
  tell(`Cannot use ${path} (${why}): nothing is in maintenance; say so again with holdfast maintenance on`);
  return [];
}

/** Says why it cannot be written. */
export function writeOrders(directory: string, orders: readonly MaintenanceOrder[]): string | undefined {
  const failure = writeKept(pathIn(directory), { version: 1, orders });
  return failure && `${pathIn(directory)} cannot be written (${failure})`;
}

function pathIn(directory: string): string {
  return join(directory, "maintenance.json");
}

function ordersIn(value: unknown): readonly MaintenanceOrder[] | undefined {
  if (!isObject(value) || value["version"] !== 1 || !Array.isArray(value["orders"])) return undefined;
  const list: readonly unknown[] = value["orders"];
  const orders = list.slice(0, orderLimit).map(orderIn);
  return orders.every((order) => order !== undefined) ? orders : undefined;
}

function orderIn(value: unknown): MaintenanceOrder | undefined {
  if (!isObject(value)) return undefined;
  const { target, by, reason, since, until } = value;
  const isNamed = target === undefined || typeof target === "string";
  const isTimed = typeof since === "number" && (until === undefined || typeof until === "number");
  if (!isNamed || !isTimed || typeof by !== "string" || typeof reason !== "string") return undefined;
  return { target, by, reason, since, until, isTentative: false };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
