import { hostPrefixLength } from "../../base/ip-address.ts";
import type { IpAddress, Prefix } from "../../base/ip-address.ts";
import { zeroDuration } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import { addressFlags } from "../../vrrp/network-config.ts";
import type { AddressFlag, VirtualAddress } from "../../vrrp/network-config.ts";
import type { DiagnosticCode } from "../diagnostic.ts";
import type { Word } from "../lexer.ts";
import { didYouMean } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import { shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { addressOptionsByName, nearestOption } from "./address-options.ts";
import type { DecodeContext } from "./context.ts";
import type { LineOwner } from "./line-owner.ts";
import { LineWords } from "./line-words.ts";
import { parsePrefix } from "./prefix.ts";

/** An address and where it stands. */
export type PlacedAddress = {
  readonly address: VirtualAddress;
  readonly place: Word;
  /** The loss of its interface is a fault of the instance: not with `no_track`. */
  readonly tracked: boolean;
  /** Of a static address. */
  readonly trackGroup: string | undefined;
};

/**
 * The lines of `virtual_ipaddress`, `virtual_ipaddress_excluded` and `static_ipaddress`: ADDRESS[/LENGTH] and
 * options. An address that cannot be used is left out; an unknown option is ignored.
 */
export function decodeAddresses(
  lines: readonly Statement[],
  owner: LineOwner,
  context: DecodeContext,
): readonly PlacedAddress[] {
  const placed: PlacedAddress[] = [];
  for (const line of lines) {
    const address = decodeAddress(line, owner, context);
    if (address !== undefined) placed.push(address);
  }
  return placed;
}

function decodeAddress(line: Statement, owner: LineOwner, context: DecodeContext): PlacedAddress | undefined {
  const place = line.keyword;
  const prefix = parsePrefix(place, owner.report);
  if (prefix === undefined) return undefined;
  if (line.words.length > 0) return new AddressLine(line, prefix, owner, context).read();
  const address = {
    prefix,
    interface: owner.interface ?? "",
    scope: 0,
    label: undefined,
    broadcast: undefined,
    peer: undefined,
    preferredLifetime: usualLifetime(prefix),
    flags: undefined,
    useVmac: undefined,
    untracked: undefined,
  };
  return { address, place, tracked: true, trackGroup: undefined };
}

/** A single IPv6 address is for those who know it: it is not to become the source of new connections. */
export function usualLifetime({ address: { family }, length }: Prefix): Duration | undefined {
  return family === "ipv6" && length === hostPrefixLength(family) ? zeroDuration : undefined;
}

/** An address in the making, which the options change. */
export class AddressLine {
  readonly words: LineWords;
  readonly owner: LineOwner;
  readonly context: DecodeContext;
  readonly report: Reporter;
  readonly flags = new Set<AddressFlag>();
  prefix: Prefix;
  usable = true;
  untracked = false;
  useVmac = false;
  interface: string | undefined;
  scope = 0;
  label: string | undefined;
  broadcast: IpAddress | undefined;
  peer: Prefix | undefined;
  preferredLifetime: Duration | "forever" | undefined;
  trackGroup: string | undefined;

  constructor(line: Statement, prefix: Prefix, owner: LineOwner, context: DecodeContext) {
    this.words = new LineWords(line, 1);
    this.prefix = prefix;
    this.owner = owner;
    this.context = context;
    this.report = owner.report;
  }

  get isIpv6(): boolean {
    return this.prefix.address.family === "ipv6";
  }

  read(): PlacedAddress | undefined {
    for (let word = this.words.take(); word !== undefined; word = this.words.take()) {
      if (!this.#option(word)) return undefined;
    }
    const lifetime = this.preferredLifetime ?? usualLifetime(this.prefix);
    const address: VirtualAddress = {
      prefix: this.prefix,
      interface: this.interface ?? this.owner.interface ?? "",
      scope: this.scope,
      label: this.label,
      broadcast: this.broadcast,
      peer: this.peer,
      preferredLifetime: lifetime === "forever" ? undefined : lifetime,
      flags: this.flags.size === 0 ? undefined : addressFlags.filter((flag) => this.flags.has(flag)),
      useVmac: this.useVmac || undefined,
      untracked: this.untracked || undefined,
    };
    return { address, place: this.words.first, tracked: !this.untracked, trackGroup: this.trackGroup };
  }

  /** Reports why there is no such address; false, for options to hand on. */
  refuse(place: Word, message: string, code: DiagnosticCode = "invalid-value"): false {
    this.report.error(code, place, message);
    this.usable = false;
    return false;
  }

  #option(word: Word): boolean {
    const option = addressOptionsByName.get(word.text);
    const kind = this.owner.trackGroups === undefined ? "virtual" : "static";
    if (option === undefined || (option.only !== undefined && option.only !== kind)) {
      this.#refuseUnknown(word, kind);
      return true;
    }
    if (option.unfinished !== undefined) this.#tellUnfinished(word, option.unfinished);
    return option.read(this, word);
  }

  /** The parameter of an option that was only misspelt is no second mistake. */
  #refuseUnknown(word: Word, kind: "virtual" | "static"): void {
    const meant = this.report.full ? undefined : nearestOption(word.text, kind);
    const cure = meant === undefined ? undefined : didYouMean(meant);
    const message = `Unknown configuration entry '${shorten(word.text)}' for ip address - ignoring`;
    this.report.error("invalid-value", word, message, { cure });
    if (meant === undefined || addressOptionsByName.get(meant)?.syntax === "") return;
    const { next } = this.words;
    if (next !== undefined && !addressOptionsByName.has(next.text)) this.words.take();
  }

  #tellUnfinished(option: Word, instead: string): void {
    if (!this.report.first(`address option ${option.text}`)) return;
    const message = `${option.text} of an address is accepted, but not implemented: ${instead}`;
    this.report.warning("not-implemented", option, message, { effect: "none" });
  }
}
