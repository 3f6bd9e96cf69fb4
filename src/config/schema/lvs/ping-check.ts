import { scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { networkCheck } from "./connection.ts";

/** An ICMP echo request is answered; the reference accepts the port and disregards it. */
export const pingCheckScope: Scope = scope("PING_CHECK", networkCheck);
