import { decodeGeneration, getGeneration, nextGeneration } from "../../wire/netlink/nftables-generation.ts";
import { SystemException } from "../ports.ts";
import { NetlinkSocket } from "./netlink.ts";

const netlinkNetfilter = 12;
/** Bytes of answers. */
const receiveBuffer = 64 * 1024;

/**
 * Whether somebody else has changed the ruleset since it was last known. Reading a large one takes nft(8) half a
 * second, in which no change can be made.
 */
export class RulesetGeneration {
  readonly #socket = new NetlinkSocket({ protocol: netlinkNetfilter, groups: 0, receiveBuffer });
  /** Of the ruleset that is known; undefined: none is. */
  #known: number | undefined;
  #atBeginning: number | undefined;

  get isKnown(): boolean {
    return this.#known !== undefined && this.#known === this.#now();
  }

  /** The ruleset is about to be read, or to be changed. */
  begin(): void {
    this.#atBeginning = this.#now();
  }

  /** It has been read: it is known if nobody has changed it meanwhile. */
  endReading(): void {
    this.#known = this.#now() === this.#atBeginning ? this.#atBeginning : undefined;
  }

  /** One transaction has been made: what was known is, with it, if there was no other. */
  endChange(): void {
    const wasKnown = this.#known !== undefined && this.#known === this.#atBeginning;
    const expected = wasKnown && this.#known !== undefined ? nextGeneration(this.#known) : undefined;
    this.#known = expected !== undefined && this.#now() === expected ? expected : undefined;
  }

  close(): void {
    this.#socket.close();
  }

  #now(): number | undefined {
    try {
      return decodeGeneration(this.#socket.ask(getGeneration).payload);
    } catch (error) {
      if (error instanceof SystemException) return undefined;
      throw error;
    }
  }
}
