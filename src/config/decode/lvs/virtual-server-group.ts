import type { Family } from "../../../base/ip-address.ts";
import { type GroupEntry, maximumGroupServices, type VirtualServerGroup } from "../../../lvs/config.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import { printFamilyMark } from "../../schema/lvs/mark.ts";
import { virtualServerGroup } from "../../schema/lvs/virtual-server-group.ts";
import { parsePort } from "../../schema/lvs/endpoint.ts";
import { refuseExtraWords, shorten } from "../../schema/words.ts";
import type { Statement } from "../../tree.ts";
import { parseAddressRange, printAddressRange, rangeSize } from "./address-range.ts";

/** The lines of a `virtual_server_group`; undefined, after a finding, when the group cannot be used. */
export function decodeGroup(name: Word, lines: readonly Statement[], report: Reporter): VirtualServerGroup | undefined {
  const entries = lines.flatMap((line) => parseGroupEntry(line, report) ?? []);
  if (entries.length === 0) {
    report.error("missing-setting", name, `virtual server group ${name.text} has no entries - removing`);
    return undefined;
  }
  const families = new Set(entries.map(entryFamily));
  if (families.has("ipv4") && families.has("ipv6") && families.has(undefined)) {
    const message = `virtual server group ${name.text} cannot have IPv4, IPv6 and fwmark without family - removing`;
    report.error("address-family", name, message, { cure: "write inet or inet6 behind each fwmark" });
    return undefined;
  }
  if (entries.reduce((size, entry) => size + entrySize(entry), 0) > maximumGroupServices) {
    const message = `virtual server group ${name.text} has more than ${maximumGroupServices} addresses - leaving out the others`;
    const cure = "each address is a service of its own: mark the packets, and write fwmark MARK";
    report.warning("out-of-range", name, message, { cure, effect: "none" });
  }
  return { name: name.text, entries };
}

function entrySize(entry: GroupEntry): number {
  return entry.kind === "addresses" ? rangeSize(entry.range) : 1;
}

function entryFamily(entry: GroupEntry): Family | undefined {
  return entry.kind === "addresses" ? entry.range.first.family : entry.family;
}

/** One line: `ADDRESS [PORT]`, `RANGE [PORT]` or `fwmark N [inet|inet6]`. */
export function parseGroupEntry(line: Statement, report: Reporter): GroupEntry | undefined {
  const { mark } = virtualServerGroup;
  if (line.keyword.text === mark.name) {
    const value = mark.shape.read(line, report);
    return value && { kind: "mark", ...value };
  }
  const { keyword: place } = line;
  const [portWord] = line.words;
  refuseExtraWords(line, 1, report);
  const port = parsePort(portWord);
  const parsed = parseAddressRange(place.text);
  if (port !== undefined && "range" in parsed) return { kind: "addresses", range: parsed.range, port };
  const wrong =
    "wrong" in parsed
      ? parsed.wrong
      : `Invalid virtual server group IP address ${shorten(place.text)} /port/${shorten(portWord?.text ?? "")}`;
  report.error("invalid-value", "wrong" in parsed ? place : (portWord ?? place), `${wrong} - skipping`);
  return undefined;
}

/** The line that `parseGroupEntry` reads this entry from. */
export function printGroupEntry(entry: GroupEntry): string {
  if (entry.kind === "mark") return `${virtualServerGroup.mark.name} ${printFamilyMark(entry)}`;
  const range = printAddressRange(entry.range);
  return entry.port === 0 ? range : `${range} ${entry.port}`;
}
