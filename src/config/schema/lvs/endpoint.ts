import { IpAddress } from "../../../base/ip-address.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Shape } from "../keyword.ts";
import { parseDigits } from "../numbers.ts";
import { refuseExtraWords, requiredWord, shorten } from "../words.ts";

/** An address and a port; 0: no port was given. */
export type Endpoint = { readonly address: IpAddress; readonly port: number };

export const portMaximum = 65_535;

/** The port that a word gives, where none and 0 mean no port; undefined: it is not a port. */
export function parsePort(word: Word | undefined): number | undefined {
  if (word === undefined) return 0;
  const port = parseDigits(word.text) ?? (/^\+?\d{1,10}$/u.test(word.text) ? Number(word.text) : Infinity);
  return port <= portMaximum ? port : undefined;
}

/**
 * The address that a word gives. What the reference takes for the rest of a range or a prefix does not count:
 * `10.0.0.1/24` and `10.0.0.1-5` are 10.0.0.1, and a finding.
 */
export function parseServerAddress(word: Word, report: Reporter): IpAddress | undefined {
  const { text } = word;
  const whole = IpAddress.parse(text);
  if (whole !== undefined) return whole;
  const end = text.search(/[/-]/u);
  if (end === -1) return undefined;
  const address = IpAddress.parse(text.slice(0, end));
  if (address === undefined) return undefined;
  const message = `${shorten(text)} is taken for ${address.toString()}: one address belongs here`;
  report.warning("invalid-value", word, message, {
    cure: "several addresses belong into a virtual_server_group",
    effect: "none",
  });
  return address;
}

/** `ADDRESS [PORT]`; undefined when one of them is none. */
export function parseEndpoint(address: Word, port: Word | undefined, report: Reporter): Endpoint | undefined {
  const parsedPort = parsePort(port);
  const parsedAddress = parsedPort === undefined ? undefined : parseServerAddress(address, report);
  return parsedPort === undefined || parsedAddress === undefined
    ? undefined
    : { address: parsedAddress, port: parsedPort };
}

/** The words that `parseEndpoint` reads this endpoint from. */
export function printEndpoint({ address, port }: Endpoint): string {
  return port === 0 ? address.toString() : `${address.toString()} ${port}`;
}

/** `ADDRESS [PORT]` on a line of its own; `what` it is, for messages. */
export function endpoint(what: string): Shape<Endpoint> {
  return {
    syntax: "<IP ADDRESS> [<PORT>]",
    block: false,
    read(statement, report) {
      const word = requiredWord(statement, 0, report);
      refuseExtraWords(statement, 2, report);
      const value = word && parseEndpoint(word, statement.words[1], report);
      if (word === undefined || value !== undefined) return value;
      report.error("invalid-value", word, `Invalid ${what} IP address ${shorten(word.text)} - skipping`);
      return undefined;
    },
    print: printEndpoint,
  };
}
