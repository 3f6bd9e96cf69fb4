import type { Scope } from "../keyword.ts";
import { bfdCheckScope } from "./bfd-check.ts";
import { dnsCheckScope } from "./dns-check.ts";
import { fileCheckScope } from "./file-check.ts";
import { httpGetScope, sslGetScope } from "./http-get.ts";
import { miscCheckScope } from "./misc-check.ts";
import { pingCheckScope } from "./ping-check.ts";
import { realServerScope } from "./real-server.ts";
import { hostScope, smtpCheckScope } from "./smtp-check.ts";
import { sslScope } from "./ssl.ts";
import { tcpCheckScope } from "./tcp-check.ts";
import { udpCheckScope } from "./udp-check.ts";
import { urlScope } from "./url.ts";
import { virtualServerGroupScope } from "./virtual-server-group.ts";
import { virtualServerScope } from "./virtual-server.ts";

/** The blocks of load balancing and health checks. */
export const loadBalancingScopes: readonly Scope[] = [
  virtualServerGroupScope,
  virtualServerScope,
  realServerScope,
  tcpCheckScope,
  httpGetScope,
  sslGetScope,
  smtpCheckScope,
  dnsCheckScope,
  miscCheckScope,
  bfdCheckScope,
  pingCheckScope,
  udpCheckScope,
  fileCheckScope,
  urlScope,
  hostScope,
  sslScope,
];
