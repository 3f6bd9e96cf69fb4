import { dnsQueryTypes } from "../../../check/config.ts";
import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { networkCheck } from "./connection.ts";
import { domainName } from "./domain-name.ts";
import { oneOfInAnyCase } from "./one-of.ts";

/** A DNS query gets a valid answer over UDP. */
export const dnsCheck = {
  ...networkCheck,
  type: keyword(
    "type",
    oneOfInAnyCase(dnsQueryTypes, (text) => `Unknown DNS check type ${text} - ignoring`),
    {
      priority: "P1",
      doc: "record type that is asked for",
      default: "SOA",
    },
  ),
  name: keyword("name", domainName, {
    priority: "P1",
    doc: "name that is asked for",
    default: ".",
    firstCounts: true,
  }),
};

export const dnsCheckScope: Scope = scope("DNS_CHECK", dnsCheck);
