import { IpAddress } from "../base/ip-address.ts";
import { seconds } from "../base/time.ts";
import type { CheckConnection, CheckTiming, HttpCheck, MiscCheck, UrlConfig } from "../check/config.ts";
import type { RealServer, SorryServer, VirtualServer } from "../lvs/config.ts";

/** Values for the tests of what is said about load balancing; each with what it is about changed. */

export function realServer(address: string, port: number, changes: Partial<RealServer> = {}): RealServer {
  return {
    address: IpAddress.of(address),
    port,
    forwarding: { method: "NAT" },
    weight: 1,
    inhibitOnFailure: false,
    upperThreshold: 0,
    lowerThreshold: 0,
    notifyUp: undefined,
    notifyDown: undefined,
    alpha: false,
    mail: true,
    snmpName: undefined,
    checkers: [],
    ...changes,
  };
}

export function virtualServer(changes: Partial<VirtualServer> = {}): VirtualServer {
  return {
    service: { kind: "address", address: IpAddress.of("192.0.2.1"), port: 80, protocol: "TCP" },
    family: "ipv4",
    scheduler: "wrr",
    schedulerFlags: [],
    hashed: false,
    onePacket: false,
    persistence: undefined,
    quorum: 1,
    hysteresis: 0,
    quorumUp: undefined,
    quorumDown: undefined,
    alpha: false,
    omega: false,
    suspendWithoutAddress: false,
    mail: false,
    snmpName: undefined,
    sorryServer: undefined,
    realServers: [],
    ...changes,
  };
}

export const sorry: SorryServer = {
  address: IpAddress.of("198.51.100.9"),
  port: 80,
  forwarding: { method: "NAT" },
  inhibitOnFailure: false,
};

export const timing: CheckTiming = {
  delayLoop: seconds(2),
  retry: 2,
  delayBeforeRetry: seconds(1),
  warmup: seconds(0),
  alpha: false,
  logAllFailures: false,
};

export const connection: CheckConnection = {
  address: undefined,
  port: undefined,
  connectTimeout: seconds(5),
  source: { address: undefined, port: undefined, interface: undefined },
  mark: 0,
};

export const network = { timing, connection };

export const url: UrlConfig = {
  path: "/",
  virtualHost: undefined,
  statusCodes: [{ first: 200, last: 299 }],
  digest: undefined,
  pattern: undefined,
  closeNotify: false,
};

export const httpGet: HttpCheck = {
  ...network,
  kind: "http",
  tls: undefined,
  protocol: "1.0",
  fastRecovery: false,
  urls: [url],
};

export const sslGet: HttpCheck = { ...httpGet, tls: { sni: false, sniName: undefined } };

export const miscCheck: MiscCheck = {
  kind: "misc",
  timing,
  script: { command: { words: ["/usr/local/bin/look", "at", "it"] }, account: undefined },
  timeout: seconds(3),
  dynamic: false,
};
