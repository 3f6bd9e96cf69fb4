import type { ReceiveBufferPolicy } from "../../global-config.ts";
import type { Shape } from "../keyword.ts";
import { parseNumber, unsignedMaximum, wholeNumber } from "../numbers.ts";
import { refuseExtraWords, requiredWord } from "../words.ts";

/** `MTU`, `ADVERT` or a number of bytes (keepalived.conf(5), "vrrp_rx_bufs_policy"). */
export const receiveBufferPolicy: Shape<ReceiveBufferPolicy> = {
  syntax: "MTU|ADVERT|<0..4294967295>",
  block: false,
  read(statement, report) {
    const word = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 1, report);
    if (word === undefined) return undefined;
    const name = word.text.toLowerCase();
    if (name === "mtu" || name === "advert") return name;
    const range = { minimum: 0, maximum: unsignedMaximum };
    return parseNumber(word, wholeNumber, range, statement.keyword.text, report);
  },
  print: (policy) => (typeof policy === "number" ? String(policy) : policy.toUpperCase()),
};
