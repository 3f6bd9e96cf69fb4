import { hostPrefixLength, IpAddress, printPrefix } from "../../base/ip-address.ts";
import type { Prefix } from "../../base/ip-address.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { shorten } from "../schema/words.ts";

/**
 * ADDRESS[/LENGTH]. Without a length it is that of a host, 32 or 128; a length that cannot be is replaced by that.
 * Undefined and a finding when the address is none.
 */
export function parsePrefix(word: Word, report: Reporter): Prefix | undefined {
  const slash = word.text.indexOf("/");
  const addressText = slash === -1 ? word.text : word.text.slice(0, slash);
  const address = IpAddress.parse(addressText);
  if (address === undefined) {
    report.error("invalid-value", word, `VRRP parsed invalid IP ${shorten(word.text)}. skipping IP...`);
    return undefined;
  }
  const longest = hostPrefixLength(address.family);
  const lengthText = slash === -1 ? "" : word.text.slice(slash + 1);
  if (lengthText === "") return { address, length: longest };
  const length = /^\d{1,3}$/u.test(lengthText) ? Number(lengthText) : Infinity;
  if (length <= longest) return { address, length };
  const message = `Invalid address prefix len ${shorten(lengthText)} for address ${shorten(word.text)} - using ${longest}`;
  report.warning("out-of-range", word, message);
  return { address, length: longest };
}

/** As `parsePrefix` reads it: "192.0.2.1", "192.0.2.1/24". */
export function printAddress(prefix: Prefix): string {
  const { address, length } = prefix;
  return length === hostPrefixLength(address.family) ? address.toString() : printPrefix(prefix);
}
