import { findSegments, NoRecording, type ReadItem, readRecording } from "../daemon/recording/index.ts";
import { Player } from "../sim/replay/index.ts";
import { placeOnDevices } from "../vrrp/devices.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { parseSince } from "./live/events.ts";
import { endWithReader } from "./live/print.ts";
import { readNodes } from "./rehearse/read-nodes.ts";
import { ReplayReport, type Selection } from "./replay/report.ts";

export type ReplayOptions = {
  readonly instance?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: true;
  readonly config?: string;
  readonly json?: true;
};

const badInput = 2;

/**
 * Replays and prints. Resolves with the exit status: 0 as recorded, 1 not, 2 there is nothing that could be replayed.
 */
export async function replay(path: string, options: ReplayOptions): Promise<number> {
  const from = timeOf("--from", options.from);
  const to = timeOf("--to", options.to);
  const other = options.config === undefined ? undefined : readOther(options.config);
  for (const each of [from, to, other]) if (each?.kind === "wrong") return complain(each.complaint);
  endWithReader();
  const selection: Selection = { subject: options.instance, from: valueOf(from), to: valueOf(to) };
  const report = new ReplayReport(selection, {
    steps: options.step === true,
    json: options.json === true,
    config: options.config,
  });
  const player = new Player({ config: valueOf(other), watchesTimers: options.step === true });
  try {
    await play(readRecording(await findSegments(path)), player, report);
  } catch (error) {
    if (error instanceof NoRecording) return complain(`holdfast: ${error.message}`);
    throw error;
  }
  if (report.complaint !== undefined) return complain(`holdfast: ${path}: ${report.complaint}`);
  return await report.finish();
}

async function play(items: AsyncIterable<ReadItem>, player: Player, report: ReplayReport): Promise<void> {
  for await (const item of items) {
    if (item.kind === "damaged") {
      report.damaged(item.path, item.line);
      continue;
    }
    for (const played of player.take(item.record)) await report.add(played);
    if (report.hasSeenEnough) return;
  }
}

type Given<T> = { readonly kind: "given"; readonly value: T } | { readonly kind: "wrong"; readonly complaint: string };

function valueOf<T>(given: Given<T> | undefined): T | undefined {
  return given?.kind === "given" ? given.value : undefined;
}

/** Microseconds of the Unix epoch. */
function timeOf(option: string, text: string | undefined): Given<number> | undefined {
  if (text === undefined) return undefined;
  const value = parseSince(text, Date.now());
  if (value !== undefined) return { kind: "given", value };
  return { kind: "wrong", complaint: `holdfast: ${option} ${text}: use a time such as 12:00 or 2026-11-21T12:00` };
}

function readOther(file: string): Given<VrrpConfig> {
  const reading = readNodes([file], undefined);
  if (reading.kind === "wrong") return reading;
  const [node] = reading.nodes;
  if (node === undefined) return { kind: "wrong", complaint: `holdfast: there is nothing in ${file}` };
  return { kind: "given", value: placeOnDevices(node.config, () => false).config };
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return badInput;
}
