import type { NotifyFifo } from "../../global-config.ts";
import { parseAccount, printAccount } from "../account.ts";
import type { Shape } from "../keyword.ts";
import { quoteWord, refuseExtraWords, requiredWord } from "../words.ts";

/** `PATH [USER [GROUP]]` (keepalived.conf(5), "notify_fifo"). */
export const notifyFifo: Shape<NotifyFifo> = {
  syntax: "<PATH> [<USER> [<GROUP>]]",
  block: false,
  read(statement, report) {
    const path = requiredWord(statement, 0, report);
    refuseExtraWords(statement, 3, report);
    return path && { path: path.text, owner: parseAccount(statement.words.slice(1, 3)) };
  },
  print: ({ path, owner }) => quoteWord(path) + (owner === undefined ? "" : ` ${printAccount(owner)}`),
};
