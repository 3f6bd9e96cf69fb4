import type { Forwarding, Tunnel, TunnelChecksum } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Statement } from "../../tree.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, wholeNumber } from "../numbers.ts";
import { requiredWord, shorten } from "../words.ts";
import { portMaximum } from "./endpoint.ts";

/**
 * `NAT`, `DR`, or `TUN [type ipip|gue port N|gre] [nocsum|csum|remcsum]`. `whose` it is, "virtual server" or "real
 * server", is for messages. What cannot be is ignored as a whole.
 */
export function forwarding(whose: string): Shape<Forwarding> {
  return {
    syntax: "NAT|DR|TUN [type ipip|gue port <1..65535>|gre] [nocsum|csum|remcsum]",
    block: false,
    read(statement, report) {
      const method = requiredWord(statement, 0, report);
      if (method === undefined) return undefined;
      const { text } = method;
      if (text !== "NAT" && text !== "DR" && text !== "TUN") {
        const message = `PARSER : unknown [${shorten(text)}] routing method for ${whose}.`;
        report.error("invalid-value", method, message, { cure: "write NAT, DR or TUN" });
        return undefined;
      }
      // Most servers are reached without a tunnel and its options.
      if (text !== "TUN" && statement.words.length === 1) return { method: text };
      const tunnel = new TunnelWords(statement, whose, report).parse();
      if (text !== "TUN") return { method: text };
      return tunnel && { method: text, tunnel };
    },
    print: printForwarding,
  };
}

/** The words that `forwarding` reads this value from. */
export function printForwarding(value: Forwarding): string {
  if (value.method !== "TUN") return value.method;
  const { tunnel } = value;
  if (tunnel.type === "ipip") return "TUN";
  const checksum = tunnel.checksum === "nocsum" ? "" : ` ${tunnel.checksum}`;
  const port = tunnel.type === "gue" ? ` port ${tunnel.port}` : "";
  return `TUN type ${tunnel.type}${port}${checksum}`;
}

/** The words behind the method; the options of a tunnel may stand in any order. */
class TunnelWords {
  readonly #words: readonly Word[];
  readonly #whose: string;
  readonly #report: Reporter;
  #next = 1;
  #usable = true;
  #type: Tunnel["type"] = "ipip";
  #port: number | undefined;
  #checksum: TunnelChecksum = "nocsum";

  constructor(statement: Statement, whose: string, report: Reporter) {
    this.#words = statement.words;
    this.#whose = whose;
    this.#report = report;
  }

  /** Undefined, after a finding, when the words make no tunnel. */
  parse(): Tunnel | undefined {
    for (let option = this.#take(); option !== undefined && this.#usable; option = this.#take()) this.#option(option);
    return this.#usable ? this.#tunnel() : undefined;
  }

  #take(): Word | undefined {
    return this.#words[this.#next++];
  }

  #option(option: Word): void {
    const { text } = option;
    if (text === "type") this.#readType(option, this.#take());
    else if (text === "port") this.#readPort(option, this.#take());
    else if (text === "nocsum" || text === "csum" || text === "remcsum") this.#checksum = text;
    else this.#refuse(option, `Invalid tunnel option ${shorten(text)} for ${this.#whose}.`);
  }

  #readType(option: Word, word: Word | undefined): void {
    const text = word?.text;
    if (word === undefined) this.#refuse(option, `Missing tunnel type for ${this.#whose}.`);
    else if (text === "ipip" || text === "gue" || text === "gre") this.#type = text;
    else this.#refuse(word, `Unknown tunnel type ${shorten(word.text)} for ${this.#whose}.`, "write ipip, gue or gre");
  }

  #readPort(option: Word, word: Word | undefined): void {
    if (word === undefined) {
      this.#refuse(option, `Missing port for ${this.#whose} gue tunnel.`);
      return;
    }
    const range = { minimum: 1, maximum: portMaximum };
    this.#port = parseNumber(word, wholeNumber, range, "the port of a gue tunnel", this.#report);
    this.#usable &&= this.#port !== undefined;
  }

  #tunnel(): Tunnel | undefined {
    const type = this.#type;
    const port = this.#port;
    const checksum = this.#checksum;
    if (type === "gue" && port !== undefined) return { type, port, checksum };
    if (type === "gue" || port !== undefined)
      this.#refuse(undefined, "gue tunnels require port, otherwise cannot have port.");
    else if (type === "ipip") {
      if (checksum === "nocsum") return { type };
      this.#refuse(undefined, "ipip tunnels do not support checksum option.");
    } else if (checksum === "remcsum") this.#refuse(undefined, "gre tunnels do not support remote checksum option.");
    else return { type, checksum };
    return undefined;
  }

  #refuse(place: Word | undefined, message: string, cure?: string): void {
    this.#usable = false;
    this.#report.error("invalid-value", place ?? this.#words[0], message, { cure });
  }
}
