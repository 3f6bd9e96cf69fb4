import { unreachable } from "../../base/assert.ts";
import { IpAddress } from "../../base/ip-address.ts";
import type { Encapsulation } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { shorten } from "../schema/words.ts";
import { parseLocator, parseU64, printLocator, printU64 } from "./eight-bytes.ts";
import type { LineWords } from "./line-words.ts";
import { parseDecimal, parseNamed } from "./route-names.ts";
import type { RouteNames } from "./route-names.ts";

/** As many labels as the kernel of the reference's time pushes. */
const maximumLabels = 2;
const maximumLabel = 0xf_ffff;

type Tunnel = Extract<Encapsulation, { kind: "ip" | "ip6" }>;
/** What the words of a tunnel set. */
type TunnelField = Exclude<keyof Tunnel, "kind">;
type TunnelDraft = { -readonly [K in keyof Tunnel]: Tunnel[K] };

/** The words of each kind of tunnel, and what they set. */
const tunnelWords: Readonly<Record<Tunnel["kind"], ReadonlyMap<string, TunnelField>>> = {
  ip: new Map([
    ["id", "id"],
    ["dst", "destination"],
    ["src", "source"],
    ["tos", "tos"],
    ["dsfield", "tos"],
    ["ttl", "ttl"],
    ["flags", "flags"],
  ]),
  ip6: new Map([
    ["id", "id"],
    ["dst", "destination"],
    ["src", "source"],
    ["tc", "tos"],
    ["hoplimit", "ttl"],
    ["flags", "flags"],
  ]),
};

/** How the words behind `encap` are written. */
export const encapsulationSyntax =
  "ip [id <N>] [dst <IP>] [src <IP>] [tos <TOS>] [ttl <0..255>] [flags <0..65535>]" +
  "|ip6 [id <N>] [dst <IP>] [src <IP>] [tc <TC>] [hoplimit <0..255>] [flags <0..65535>]" +
  "|mpls <LABEL>[/<LABEL>]|ila <LOCATOR>";

/**
 * What stands behind `encap`. The words of a tunnel end at the first one that is not among them. Undefined after a
 * finding.
 */
export function readEncapsulation(
  words: LineWords,
  option: Word,
  names: RouteNames | undefined,
  report: Reporter,
): Encapsulation | undefined {
  const kind = words.take();
  if (kind === undefined) {
    report.error("invalid-value", option, "Missing encap type");
    return undefined;
  }
  switch (kind.text) {
    case "ip":
    case "ip6":
      return readTunnel(words, { word: kind, kind: kind.text }, names, report);
    case "mpls":
      return readLabels(words.take(), option, report);
    case "ila":
      return readLocator(words.take(), option, report);
    default:
      report.error("invalid-value", kind, `Unknown encap type - ${shorten(kind.text)}`);
      return undefined;
  }
}

export function printEncapsulation(encapsulation: Encapsulation): string {
  if (encapsulation.kind === "mpls") return `encap mpls ${encapsulation.labels.join("/")}`;
  if (encapsulation.kind === "ila") return `encap ila ${printLocator(encapsulation.locator)}`;
  const { kind, id, destination, source, tos, ttl, flags } = encapsulation;
  const words = [
    `encap ${kind}`,
    id && `id ${printU64(id)}`,
    destination && `dst ${destination.toString()}`,
    source && `src ${source.toString()}`,
    tos !== undefined && `${kind === "ip" ? "tos" : "tc"} ${tos}`,
    ttl !== undefined && `${kind === "ip" ? "ttl" : "hoplimit"} ${ttl}`,
    flags !== undefined && `flags ${flags}`,
  ];
  return words.filter((word) => typeof word === "string").join(" ");
}

function readTunnel(
  words: LineWords,
  { word: place, kind }: { readonly word: Word; readonly kind: Tunnel["kind"] },
  names: RouteNames | undefined,
  report: Reporter,
): Tunnel | undefined {
  const tunnel: TunnelDraft = {
    kind,
    id: undefined,
    destination: undefined,
    source: undefined,
    tos: undefined,
    ttl: undefined,
    flags: undefined,
  };
  for (let option = words.next; option !== undefined; option = words.next) {
    const field = tunnelWords[kind].get(option.text);
    if (field === undefined) break;
    words.take();
    const value = words.take();
    if (value === undefined) {
      report.error("invalid-value", option, `missing ${option.text} value for ${kind} encapsulation`);
      return undefined;
    }
    if (!setField(tunnel, field, value.text, names)) {
      const message = `${option.text} ${shorten(value.text)} is not valid for ${kind} encapsulation`;
      report.error("invalid-value", value, message);
      return undefined;
    }
  }
  if (tunnel.id !== undefined || tunnel.destination !== undefined || tunnel.source !== undefined) return tunnel;
  report.error("invalid-value", place, `address or id missing for ${kind} encapsulation`);
  return undefined;
}

function setField(tunnel: TunnelDraft, field: TunnelField, text: string, names: RouteNames | undefined): boolean {
  switch (field) {
    case "destination":
    case "source": {
      const address = IpAddress.parse(text);
      tunnel[field] = address;
      return address?.family === (tunnel.kind === "ip" ? "ipv4" : "ipv6");
    }
    case "id":
      return (tunnel.id = parseU64(text)) !== undefined;
    case "tos":
      return (tunnel.tos = parseNamed(text, "dsfields", 0xff, names)) !== undefined;
    case "ttl":
    case "flags":
      return (tunnel[field] = parseDecimal(text, field === "ttl" ? 0xff : 0xffff)) !== undefined;
    default:
      return unreachable(field);
  }
}

function readLabels(word: Word | undefined, option: Word, report: Reporter): Encapsulation | undefined {
  if (word === undefined) {
    report.error("invalid-value", option, "missing address for MPLS encapsulation");
    return undefined;
  }
  const labels = word.text.split("/", maximumLabels + 1).map((label) => parseDecimal(label, maximumLabel));
  const usable = labels.filter((label) => label !== undefined);
  if (usable.length === labels.length && labels.length <= maximumLabels) return { kind: "mpls", labels: usable };
  report.error("invalid-value", word, `invalid mpls address ${shorten(word.text)} for encapsulation`);
  return undefined;
}

function readLocator(word: Word | undefined, option: Word, report: Reporter): Encapsulation | undefined {
  const locator = word && parseLocator(word.text);
  if (locator !== undefined) return { kind: "ila", locator };
  const what = word === undefined ? "missing locator" : `invalid locator ${shorten(word.text)}`;
  report.error("invalid-value", word ?? option, `${what} for ila encapsulation`);
  return undefined;
}
