/**
 * So much lower than the last one sent may the number of another master be, since packets cross on their way: as many
 * as it sends in a down interval.
 */
const crossing = 3;

/**
 * The sequence numbers of the authentication headers of one virtual router (RFC 2402 §2.5). All its routers count
 * together: whoever becomes master goes on from the last number that was heard, so that the backups believe it.
 * 32 bits last for 136 years of one advert a second.
 */
export class SequenceNumbers {
  #heard = 0;
  #sent = 0;

  /** The number of the next packet. */
  next(): number {
    this.#sent = Math.max(this.#sent, this.#heard) + 1;
    return this.#sent;
  }

  /**
   * Whether a packet of another router is a new one. Two masters that count in step must hear one another: what is
   * hardly lower than the last one sent is no repetition.
   */
  isNew(sequence: number): boolean {
    return sequence > this.#heard && sequence >= this.#sent - crossing;
  }

  /** An accepted packet's number. */
  hear(sequence: number): void {
    this.#heard = sequence;
  }
}
