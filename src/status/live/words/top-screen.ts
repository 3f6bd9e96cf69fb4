import type { EventRecord } from "../event-record.ts";
import type { StatusDocument } from "../status-document.ts";
import { eventLines } from "./event-lines.ts";
import { isInTrouble, troubles } from "./health.ts";
import { instanceCells, instanceLines } from "./instance-lines.ts";
import { printLength } from "./lengths.ts";
import { noPaint, type Paint } from "./paint.ts";
import { serviceCells, serviceLines } from "./service-lines.ts";
import { table } from "./table.ts";
import type { TopView } from "./top-view.ts";

/** One line of the screen, never longer than that is wide. */
export type ScreenLine = { readonly text: string; readonly tone?: keyof Paint | "selected" };

export type ScreenSize = { readonly columns: number; readonly rows: number };

/** Warnings that the table makes room for. */
const shownWarnings = 2;

const keys = "arrows choose   Enter details   Esc back   q quit";

/** All lines of the screen, as many as it has. `clock` prints microseconds of the Unix epoch. */
export function topScreen(view: TopView, size: ScreenSize, clock: (at: number) => string): readonly ScreenLine[] {
  const { document, problem } = view;
  const lines = document === undefined ? [{ text: "asking the daemon ..." }] : body(view, document, size, clock);
  const last: ScreenLine = problem === undefined ? { text: keys, tone: "dim" } : { text: problem, tone: "bad" };
  const room = Math.max(0, size.rows - 1);
  const filled = [...lines.slice(0, room), ...Array.from({ length: room - lines.length }, () => ({ text: "" }))];
  return [...filled, last].slice(-size.rows).map((line) => ({ ...line, text: fit(line.text, size.columns) }));
}

/** Lines that the table of the rows has, its header not counted: the length of a page. */
export function tableRoom({ document }: TopView, { rows }: ScreenSize): number {
  const warnings = Math.min(shownWarnings, document?.warnings.length ?? 0);
  return Math.max(1, rows - 1 - headLines - 2 * warnings - eventRoom(rows) - 2);
}

const headLines = 2;

function eventRoom(rows: number): number {
  return Math.max(2, Math.floor(rows / 4));
}

function body(
  view: TopView,
  document: StatusDocument,
  size: ScreenSize,
  clock: (at: number) => string,
): readonly ScreenLine[] {
  const head = headOf(document, clock);
  if (view.isDetail) return [...head, ...details(view, document, clock)];
  const room = tableRoom(view, size);
  const rows = tableRows(document);
  // The choice is always in sight, and the window moves no more than it has to.
  const first = Math.max(0, Math.min(view.selected - Math.floor(room / 2), rows.length - room));
  const [title, ...lines] = table([
    ["NAME", "STATE", "SINCE", "PRIORITY", "MASTER", "WHY"],
    ...rows.map(({ cells }) => cells),
  ]);
  const shown = lines.slice(first, first + room).map((text, index): ScreenLine => {
    const at = first + index;
    if (at === view.selected) return { text, tone: "selected" };
    return rows[at]?.isBad === true ? { text, tone: "bad" } : { text };
  });
  const padding = Array.from({ length: room - shown.length }, (): ScreenLine => ({ text: "" }));
  const hidden = rows.length - shown.length;
  return [
    ...head,
    ...warningLines(document),
    { text: title ?? "", tone: "dim" },
    ...shown,
    ...padding,
    { text: hidden > 0 ? `${rows.length} rows, ${hidden} of them out of sight` : "", tone: "dim" },
    ...recent(view.events, eventRoom(size.rows), clock),
  ];
}

function headOf(document: StatusDocument, clock: (at: number) => string): readonly ScreenLine[] {
  const { daemon, at, instances } = document;
  const bad = troubles(document);
  const health =
    bad.length === 0 ? "all is well" : `${bad[0] ?? ""}${bad.length > 1 ? ` and ${bad.length - 1} more` : ""}`;
  const counts = (["master", "backup", "fault", "init"] as const).flatMap((state) => {
    const count = instances.filter((instance) => instance.state === state).length;
    return count === 0 ? [] : [`${count} ${state.toUpperCase()}`];
  });
  return [
    { text: `${clock(at)}  ${daemon.node}: ${health}`, tone: bad.length === 0 ? "good" : "bad" },
    {
      text: [
        `${daemon.release}, up ${printLength(at - daemon.startedAt)}`,
        ...counts,
        `event ${daemon.lastEvent}`,
      ].join("   "),
      tone: "dim",
    },
  ];
}

function warningLines({ warnings, at }: StatusDocument): readonly ScreenLine[] {
  return warnings
    .slice(0, shownWarnings)
    .flatMap(({ subject, since, text, cure }): readonly ScreenLine[] => [
      { text: `! ${cure}`, tone: "warn" },
      { text: `  ${subject}, for ${printLength(at - since)}: ${text}` },
    ]);
}

function tableRows({
  instances,
  services,
  at,
}: StatusDocument): readonly { cells: readonly string[]; isBad: boolean }[] {
  return [
    ...instances.map((instance) => ({ cells: instanceCells(instance, at), isBad: isInTrouble(instance) })),
    ...services.map((service) => {
      const [name = "", quorum = "", since = "", servers = "", remark = ""] = serviceCells(service, at);
      return { cells: [name, quorum, since, servers, "", remark], isBad: service.quorum === "down" };
    }),
  ];
}

function recent(events: readonly EventRecord[], room: number, clock: (at: number) => string): readonly ScreenLine[] {
  return events.slice(-room).map(({ wall, text, severity, causes }) => {
    const why = causes[0] === undefined ? "" : `: ${causes[0].text}`;
    const line = { text: `${clock(wall)}  ${text}${why}` };
    return severity === "error" ? { ...line, tone: "bad" } : severity === "warning" ? { ...line, tone: "warn" } : line;
  });
}

/** The chosen row, and what has happened to it, the last first. */
function details(
  { selected, events, scroll }: TopView,
  { instances, services, at }: StatusDocument,
  clock: (at: number) => string,
): readonly ScreenLine[] {
  const instance = instances[selected];
  const service = services[selected - instances.length];
  const lines =
    instance === undefined
      ? service === undefined
        ? []
        : serviceLines(service, at, noPaint)
      : instanceLines(instance, at, noPaint);
  const name = instance?.name ?? service?.name;
  const happened = events.filter(({ subject }) => subject === name).toReversed();
  const told = happened.flatMap((record) => eventLines(record, clock, noPaint));
  return [...lines, "", ...told].slice(scroll).map((text) => ({ text }));
}

function fit(text: string, columns: number): string {
  const characters = Array.from(text);
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join("")}…`;
}
