import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { block } from "../shapes.ts";
import { networkCheck } from "./connection.ts";
import { optionalText } from "./text.ts";

/** A mail server greets and takes HELO and QUIT. */
export const smtpCheck = {
  ...networkCheck,
  heloName: keyword("helo_name", optionalText("SMTP_CHECK helo name missing"), {
    priority: "P0",
    doc: "name in the HELO command",
    default: "smtpchecker.keepalived.org",
  }),
};

export const smtpHost = keyword("host", block, {
  priority: "P0",
  doc: "where the check goes to and comes from",
  deprecated: "write its lines into SMTP_CHECK itself",
});

export const smtpCheckScope: Scope = scope("SMTP_CHECK", smtpCheck, { smtpHost });

/** The block inside SMTP_CHECK. */
export const hostScope: Scope = scope("host", networkCheck);
