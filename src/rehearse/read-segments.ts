import { writeMeantOr } from "../config/nearest.ts";
import type { Port, Segment } from "./network.ts";

/** Says what is wrong with a `--segment`, and the cure. */
export class SegmentMistake extends Error {}

/** `NAME=node1:eth0,node2:eth1`; throws a `SegmentMistake` when it is written wrong. */
export function readSegment(text: string): Segment {
  const [, name, list] = /^([^=]+)=(.+)$/u.exec(text) ?? [];
  if (name === undefined || list === undefined) throw mistake(text, "write NAME=NODE:INTERFACE,NODE:INTERFACE");
  const ports = list.split(",").map((each): Port => {
    const [, node, link] = /^([^:]+):(.+)$/u.exec(each) ?? [];
    if (node === undefined || link === undefined) throw mistake(each, "write NODE:INTERFACE, such as node1:eth0");
    return { node, interface: link };
  });
  return { name, ports };
}

/** Throws a `SegmentMistake` for nodes and interfaces that are not there, and for one that is on two segments. */
export function checkSegments(segments: readonly Segment[], interfaces: ReadonlyMap<string, readonly string[]>): void {
  const seen = new Set<string>();
  for (const { ports } of segments) {
    for (const { node, interface: link } of ports) {
      const known = interfaces.get(node);
      const nodes = Array.from(interfaces.keys());
      if (known === undefined)
        throw mistake(`no node ${node}`, writeMeantOr(node, nodes, `there are ${nodes.join(", ")}`));
      if (!known.includes(link)) {
        const cure = writeMeantOr(link, known, `the file names ${known.join(", ")}`);
        throw mistake(`${node} has no interface ${link}`, cure);
      }
      const key = `${node}:${link}`;
      if (seen.has(key)) throw mistake(`${key} is named twice`, "an interface is on one segment");
      seen.add(key);
    }
  }
}

function mistake(what: string, cure: string): SegmentMistake {
  return new SegmentMistake(`--segment: ${what}: ${cure}`);
}
