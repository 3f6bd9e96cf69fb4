import { removedTable } from "../../wire/netlink/nftables.ts";
import { NetlinkSocket } from "./netlink.ts";
import { type Watch, watchReadable } from "./poll.ts";

const netlinkNetfilter = 12;
/** NFNLGRP_NFTABLES (7) as a bit. */
const groups = 1 << 6;
/** Bytes of events; one that is lost is noticed as well. */
const receiveBuffer = 256 * 1024;

/** Tells when somebody, which may be we, has removed tables of nftables, as `nft flush ruleset` does. */
export class TableWatch {
  readonly #socket = new NetlinkSocket({ protocol: netlinkNetfilter, groups, receiveBuffer });
  readonly #watch: Watch;

  constructor(removed: () => void) {
    this.#watch = watchReadable(this.#socket.descriptor, () => {
      let some = false;
      const reading = this.#socket.receive(({ type }) => {
        some ||= type === removedTable;
      });
      if (some || reading === "overrun") removed();
    });
  }

  close(): void {
    this.#watch.close();
    this.#socket.close();
  }
}
