import type { DaemonDocument, StatusDocument, TrackerDocument, WarningDocument } from "../status-document.ts";
import { troubles } from "./health.ts";
import { instanceCells, instanceLines } from "./instance-lines.ts";
import { printLength } from "./lengths.ts";
import type { Paint } from "./paint.ts";
import { serviceCells, serviceLines } from "./service-lines.ts";
import { table } from "./table.ts";

/** Instances and services that are told about at length; more become a table of one line each. */
export const atLength = 4;

/** What `holdfast status` prints: what is wrong with its cure, who is master, since when and why, and the rest. */
export function statusLines(document: StatusDocument, paint: Paint): readonly string[] {
  const { at, instances, services, trackers, warnings, strangers } = document;
  const blocks: (readonly string[])[] = [
    daemonLines(document, paint),
    ...warnings.map((warning) => warningLines(warning, at, paint)),
    ...(instances.length > atLength
      ? [
          table([
            ["INSTANCE", "STATE", "SINCE", "PRIORITY", "MASTER", "WHY"],
            ...instances.map((each) => instanceCells(each, at)),
          ]),
        ]
      : instances.map((instance) => instanceLines(instance, at, paint))),
    groupLines(document),
    ...(services.length > atLength
      ? [table([["SERVICE", "QUORUM", "SINCE", "SERVERS", ""], ...services.map((each) => serviceCells(each, at))])]
      : services.map((service) => serviceLines(service, at, paint))),
    trackerLines(trackers, at, paint),
    strangers.map(
      ({ protocol, source, vrid, interface: where, lastHeard }) =>
        `${protocol === "carp" ? "CARP" : "VRRP"} of others on ${where}: ${source} with ${protocol === "carp" ? "vhid" : "VRID"} ${vrid}, heard ${printLength(at - lastHeard)} ago`,
    ),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

function daemonLines(document: StatusDocument, paint: Paint): readonly string[] {
  const { daemon, at, silent = [] } = document;
  const bad = troubles(document);
  const health =
    bad.length === 0
      ? paint.good("all is well")
      : paint.bad(bad.slice(0, 3).join(", ") + (bad.length > 3 ? ` and ${bad.length - 3} more` : ""));
  return [
    `${paint.strong(daemon.node)}: ${health}`,
    paint.dim(
      `${daemon.release}, up ${printLength(at - daemon.startedAt)}, ${daemon.configuration}${loadedWords(daemon, at)}; ${processWords(daemon)}`,
    ),
    ...silent.map((name) =>
      paint.warn(
        `The ${name} process did not answer in time: what it knows is not shown. If that lasts, it is replaced; see: holdfast events`,
      ),
    ),
  ];
}

function loadedWords({ generation, loadedAt }: DaemonDocument, at: number): string {
  return generation <= 1 ? "" : ` (reloaded ${printLength(at - loadedAt)} ago)`;
}

function processWords({ processes }: DaemonDocument): string {
  return processes
    .map(({ name, pid, restarts }) => {
      const again = restarts === 0 ? "" : ` (started again ${restarts === 1 ? "once" : `${restarts} times`})`;
      return `${name} ${pid === undefined ? "does not run" : pid}${again}`;
    })
    .join(", ");
}

/** What to do comes first. */
function warningLines(
  { kind, subject, other, since, text, cure }: WarningDocument,
  at: number,
  paint: Paint,
): readonly string[] {
  const whom = other === undefined || text.includes(other) ? "" : ` (${other})`;
  return [
    `${paint.bad("!")} ${paint.strong(cure)}`,
    `  ${subject}, for ${printLength(at - since)}: ${text}${whom} ${paint.dim(`[${kind}]`)}`,
  ];
}

function groupLines({ groups }: StatusDocument): readonly string[] {
  return groups.map(({ name, state, members }) => `Group ${name}: ${state.toUpperCase()} (${members.join(", ")})`);
}

/** Good ones in one line, the others with what they say. */
function trackerLines(trackers: readonly TrackerDocument[], at: number, paint: Paint): readonly string[] {
  const bad = trackers.filter(({ isGood }) => !isGood);
  const good = trackers.length - bad.length;
  return [
    ...bad.flatMap(({ kind, name, state, detail, output, lastRun }) => [
      `${paint.bad(`${kind} ${name}`)}: ${[state, ...(detail === "" ? [] : [detail])].join(", ")}${lastRun === undefined ? "" : `, last run ${printLength(at - lastRun)} ago`}`,
      ...output.map((line) => `    ${line}`),
    ]),
    ...(good === 0 ? [] : [`${good === 1 ? "1 tracker is" : `${good} trackers are`} good`]),
  ];
}
