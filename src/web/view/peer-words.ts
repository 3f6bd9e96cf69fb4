import { toOwnTime } from "../model/clock.ts";
import type { RouterPart } from "../model/cluster.ts";
import { printAge } from "../model/words.ts";

/** What a line has room for: whom it hears. That a master hears nobody is as it should be. */
export function printHeard({ node, instance }: RouterPart, now: number): string {
  if (instance.state === "master") return "";
  const heard = instance.peers.filter(({ lastHeard }) => lastHeard !== undefined);
  const [latest] = heard.sort((a, b) => (b.lastHeard ?? 0) - (a.lastHeard ?? 0));
  if (latest?.lastHeard === undefined) return "hears nobody";
  const ago = printAgo(toOwnTime(node.view.clock, latest.lastHeard), now);
  return ago === "just now" ? `hears ${latest.source}` : `${latest.source} ${ago}`;
}

/** Not more precise than it is known: documents come once a second. */
export function printAgo(time: number, now: number): string {
  const span = now - time;
  return span < 2_000_000 ? "just now" : `${printAge(span)} ago`;
}
