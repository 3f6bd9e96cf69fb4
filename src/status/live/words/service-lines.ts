import type { CheckerDocument, ServerDocument, ServiceDocument } from "../status-document.ts";
import { printLength } from "./lengths.ts";
import type { Paint } from "./paint.ts";

/** One virtual server in a line, and each of its real servers in another. */
export function serviceLines(service: ServiceDocument, at: number, paint: Paint): readonly string[] {
  const { name, scheduler, quorum, servers } = service;
  const up = servers.filter(({ state }) => state === "up").length;
  const state = quorum === "up" ? paint.good("UP") : paint.bad("DOWN");
  return [
    `${paint.strong(name)}  ${state}${sinceWords(service.since, at)}  ${paint.dim(`(${scheduler})`)}  ${up} of ${servers.length} servers up, weight ${service.liveWeight} of ${service.neededWeight} needed${conduct(service)}`,
    ...servers.map((server) => `  ${serverLine(server, at, paint)}`),
  ];
}

/** The same in the cells of a table: name, quorum, since, servers, remarks. */
export function serviceCells(service: ServiceDocument, at: number): readonly string[] {
  const { name, quorum, since, servers } = service;
  const up = servers.filter(({ state }) => state === "up").length;
  const down = servers.find(({ state }) => state === "down");
  return [
    name,
    quorum.toUpperCase(),
    since === undefined ? "-" : printLength(at - since),
    `${up}/${servers.length} up`,
    down === undefined ? conduct(service).replace(/^; /u, "") : `${down.name} down${failureWords(down.checkers, at)}`,
  ];
}

function conduct({ isSorry, isSuspended }: ServiceDocument): string {
  if (isSorry) return "; the sorry server serves";
  return isSuspended ? "; checks rest, as the address is not here" : "";
}

function serverLine(
  { name, state, weight, configuredWeight, drained, since, checkers }: ServerDocument,
  at: number,
  paint: Paint,
): string {
  const word = state === "up" ? paint.good("up") : paint.bad("DOWN");
  const table = weight === undefined ? "not in the table" : `weight ${weight}`;
  const configured = weight !== undefined && weight !== configuredWeight ? ` (configured: ${configuredWeight})` : "";
  const remark = drained ? `, ${paint.warn("drained")}` : "";
  return `${name}  ${word}${sinceWords(since, at)}, ${table}${configured}${remark}${state === "down" ? failureWords(checkers, at) : ""}`;
}

/** ": TCP_CHECK: connection refused, 3.2 s ago" of what keeps a server down. */
function failureWords(checkers: readonly CheckerDocument[], at: number): string {
  const failing = checkers.filter(({ state }) => state !== "up");
  return failing
    .map(({ name, state, lastFailure }) => {
      if (lastFailure === undefined) return `; ${name} ${state === "unknown" ? "has not run yet" : "failed"}`;
      return `; ${name}: ${lastFailure.text}, ${printLength(at - lastFailure.at)} ago`;
    })
    .join("");
}

function sinceWords(since: number | undefined, at: number): string {
  return since === undefined ? "" : ` for ${printLength(at - since)}`;
}
