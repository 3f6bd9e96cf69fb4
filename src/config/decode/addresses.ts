import { hostPrefixLength, IpAddress, printPrefix } from "../../base/ip-address.ts";
import type { Prefix } from "../../base/ip-address.ts";
import type { VirtualAddress } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { allWords, shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { broadcastAddress } from "./broadcast.ts";
import { checkInterface, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import { parsePrefix } from "./prefix.ts";
import { parseScope } from "./route-scope.ts";

/** Longest interface label, without the final zero byte (IFNAMSIZ). */
const maximumLabelLength = 15;

/** What the lines of `virtual_ipaddress` belong to. */
export type AddressOwner = {
  readonly name: string;
  /** Where addresses go that name no device; undefined when the owner has none and will not run. */
  readonly interface: string | undefined;
  readonly report: Reporter;
};

/** An address and where it stands. */
export type PlacedAddress = {
  readonly address: VirtualAddress;
  readonly place: Word;
  /** The loss of its interface is a fault of the instance: not with `no_track`. */
  readonly tracked: boolean;
};

/** Options that are known and change nothing here. */
const acceptedFlags = new Set(["home", "-nodad", "mngtmpaddr", "noprefixroute", "autojoin", "use_vmac"]);
const acceptedOptions = new Set(["peer", "preferred_lft", "track_group"]);

/**
 * The lines of `virtual_ipaddress` and `virtual_ipaddress_excluded`:
 * `ADDRESS[/LENGTH] [brd ADDRESS] [dev INTERFACE] [scope SCOPE] [label LABEL] ...`. An address that cannot be used
 * is left out; an unknown option is ignored.
 */
export function decodeAddresses(
  lines: readonly Statement[],
  owner: AddressOwner,
  context: DecodeContext,
): readonly PlacedAddress[] {
  return lines.flatMap((line) => new AddressLine(line, owner, context).decode() ?? []);
}

class AddressLine {
  readonly #words: readonly [Word, ...Word[]];
  readonly #owner: AddressOwner;
  readonly #context: DecodeContext;
  readonly #report: Reporter;
  #next = 0;
  #usable = true;
  #tracked = true;
  #interface: string | undefined;
  #scope = 0;
  #label: string | undefined;
  #broadcast: IpAddress | undefined;

  constructor(line: Statement, owner: AddressOwner, context: DecodeContext) {
    this.#words = allWords(line);
    this.#owner = owner;
    this.#context = context;
    this.#report = owner.report;
  }

  decode(): PlacedAddress | undefined {
    const first = this.#take();
    const prefix = first && parsePrefix(first, this.#report);
    if (prefix === undefined) return undefined;
    for (let option = this.#take(); option !== undefined; option = this.#take()) this.#option(option, prefix);
    const device = this.#interface ?? this.#owner.interface ?? "";
    if (!this.#usable) return undefined;
    return {
      address: { prefix, interface: device, scope: this.#scope, label: this.#label, broadcast: this.#broadcast },
      place: this.#words[0],
      tracked: this.#tracked,
    };
  }

  #take(): Word | undefined {
    return this.#words[this.#next++];
  }

  #option(option: Word, prefix: Prefix): void {
    const name = option.text;
    if (name === "no_track") this.#tracked = false;
    else if (acceptedFlags.has(name)) this.#accepted(option);
    else if (acceptedOptions.has(name)) {
      if (this.#parameter(option, prefix) !== undefined) this.#accepted(option);
    } else if (name === "dev") this.#device(this.#parameter(option, prefix));
    else if (name === "scope") this.#setScope(option, this.#parameter(option, prefix), prefix);
    else if (name === "label") this.#setLabel(this.#parameter(option, prefix));
    else if (name === "brd" || name === "broadcast") this.#setBroadcast(this.#parameter(option, prefix), prefix);
    else {
      const message = `Unknown configuration entry '${shorten(name)}' for ip address - ignoring`;
      this.#report.error("invalid-value", option, message);
    }
  }

  #parameter(option: Word, prefix: Prefix): Word | undefined {
    const word = this.#take();
    if (word !== undefined) return word;
    const message = `No ${option.text} parameter specified for ${printPrefix(prefix)}`;
    this.#report.error("invalid-value", option, message);
    return undefined;
  }

  #accepted(option: Word): void {
    if (!this.#report.first(`address option ${option.text}`)) return;
    const message = `${option.text} of an address is accepted, but not implemented: it has no effect`;
    this.#report.warning("not-implemented", option, message, { effect: "none" });
  }

  #device(name: Word | undefined): void {
    if (name === undefined) return;
    this.#usable &&= checkInterface(name, `ip address ${this.#words[0].text}`, this.#context, this.#report);
    this.#interface = name.text;
    const key = locationKey("instance", this.#owner.name, `dev ${name.text}`);
    if (!this.#context.locations.has(key)) this.#context.locations.set(key, name);
  }

  #setScope(option: Word, word: Word | undefined, prefix: Prefix): void {
    if (word === undefined) return;
    const scope = parseScope(word.text);
    if (scope === undefined) {
      const message = `Invalid scope '${shorten(word.text)}' specified for ${printPrefix(prefix)} - ignoring`;
      this.#report.error("invalid-value", word, message);
    } else if (prefix.address.family === "ipv6") {
      // The kernel derives it from the address.
      const message = `Cannot specify scope for IPv6 addresses (${printPrefix(prefix)}) - ignoring scope`;
      this.#report.warning("adjusted", option, message);
    } else this.#scope = scope;
  }

  #setLabel(word: Word | undefined): void {
    if (word === undefined) return;
    this.#label = word.text;
    if (word.text.length <= maximumLabelLength) return;
    const message = `Address label ${shorten(word.text)} is longer than maximum length ${maximumLabelLength}`;
    this.#report.error("out-of-range", word, `${message} - removing address`);
    this.#usable = false;
  }

  #setBroadcast(word: Word | undefined, prefix: Prefix): void {
    if (word === undefined) return;
    if (prefix.address.family === "ipv6") {
      this.#report.error("address-family", word, "IPv6 addresses have no broadcast address - ignoring it");
    } else if (word.text === "+" || word.text === "-") {
      if (prefix.length < hostPrefixLength("ipv4") - 1) this.#broadcast = broadcastAddress(prefix, word.text);
      else {
        const message = `Address prefix length ${prefix.length} too long for broadcast`;
        this.#report.error("invalid-value", word, message);
      }
    } else {
      this.#broadcast = IpAddress.parse(word.text);
      if (this.#broadcast?.family === "ipv4") return;
      const message = `invalid broadcast address ${shorten(word.text)} - skipping the address`;
      this.#report.error("invalid-value", word, message);
      this.#usable = false;
    }
  }
}
