import { scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { networkCheck } from "./connection.ts";

/** A TCP connection can be opened. */
export const tcpCheckScope: Scope = scope("TCP_CHECK", networkCheck);
