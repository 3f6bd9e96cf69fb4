import { IpAddress } from "../../src/base/ip-address.ts";
import { type Duration, seconds, zeroDuration } from "../../src/base/time.ts";
import type {
  CheckConnection,
  CheckTiming,
  DnsCheck,
  HttpCheck,
  MiscCheck,
  PingCheck,
  SmtpCheck,
  TcpCheck,
  UdpCheck,
  UrlConfig,
} from "../../src/check/config.ts";

/** Checkers as a configuration gives them, with what a test is about put in. */

const timing: CheckTiming = {
  delayLoop: seconds(1),
  retry: 0,
  delayBeforeRetry: seconds(1),
  warmup: zeroDuration,
  alpha: false,
  logAllFailures: false,
};

export type Target = { readonly address: string; readonly port: number };

export function connectionTo({ address, port }: Target, given: Partial<CheckConnection> = {}): CheckConnection {
  return {
    address: IpAddress.of(address),
    port,
    connectTimeout: seconds(1),
    source: { address: undefined, port: undefined, interface: undefined },
    mark: 0,
    ...given,
  };
}

export function tcpCheck(target: Target, connection: Partial<CheckConnection> = {}): TcpCheck {
  return { kind: "tcp", timing, connection: connectionTo(target, connection) };
}

export function pingCheck(address: string, connection: Partial<CheckConnection> = {}): PingCheck {
  return { kind: "ping", timing, connection: connectionTo({ address, port: 0 }, connection) };
}

export const anyUrl: UrlConfig = {
  path: "/",
  virtualHost: undefined,
  statusCodes: [{ first: 200, last: 299 }],
  digest: undefined,
  pattern: undefined,
  closeNotify: false,
};

export function httpCheck(
  target: Target,
  url: Partial<UrlConfig> = {},
  given: Partial<HttpCheck> = {},
  connection: Partial<CheckConnection> = {},
): HttpCheck {
  return {
    kind: "http",
    timing,
    connection: connectionTo(target, connection),
    tls: undefined,
    protocol: "1.0",
    fastRecovery: false,
    urls: [{ ...anyUrl, ...url }],
    ...given,
  };
}

export function smtpCheck(target: Target, connection: Partial<CheckConnection> = {}): SmtpCheck {
  return { kind: "smtp", timing, connection: connectionTo(target, connection), heloName: "checker.example.com" };
}

export function dnsCheck(target: Target, connection: Partial<CheckConnection> = {}): DnsCheck {
  return { kind: "dns", timing, connection: connectionTo(target, connection), type: "A", name: "www.example.com" };
}

export function udpCheck(
  target: Target,
  given: Partial<UdpCheck> = {},
  connection: Partial<CheckConnection> = {},
): UdpCheck {
  return {
    kind: "udp",
    timing,
    connection: connectionTo(target, connection),
    payload: undefined,
    reply: undefined,
    ...given,
  };
}

export function miscCheck(script: string, timeout: Duration = seconds(5), dynamic = false): MiscCheck {
  const command = { words: ["/bin/sh", "-c", script] as const };
  return { kind: "misc", timing, script: { command, account: undefined }, timeout, dynamic };
}
