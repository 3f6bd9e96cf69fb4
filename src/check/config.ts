import type { Command } from "../base/command.ts";
import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";

/**
 * One checker of a real server (keepalived.conf(5), "Virtual server(s)"). What it inherits from the real server, the
 * virtual server and `global_defs` is already in it.
 */
export type CheckerConfig =
  | TcpCheck
  | HttpCheck
  | SmtpCheck
  | DnsCheck
  | MiscCheck
  | BfdCheck
  | PingCheck
  | UdpCheck
  | FileCheck;

/** When a check runs, and when its result counts. */
export type CheckTiming = {
  /** From the end of a check to the start of the next; of a MISC_CHECK from start to start. */
  readonly delayLoop: Duration;
  /** Failures in a row, beyond the first one, before a server that was up is down. */
  readonly retry: number;
  /** From a failure to the next attempt, while attempts are left. */
  readonly delayBeforeRetry: Duration;
  /** The first check starts at a random time within this; 0: at once. */
  readonly warmup: Duration;
  /** The server is down until the first success. */
  readonly alpha: boolean;
  /** Log each failure, and not only those that change something. */
  readonly logAllFailures: boolean;
};

/** Where a check over the network goes to and comes from. */
export type CheckConnection = {
  /** Undefined: that of the real server. */
  readonly address: IpAddress | undefined;
  /** Undefined: that of the real server, or else of the service. */
  readonly port: number | undefined;
  /** How long it may take until the other side has answered. */
  readonly connectTimeout: Duration;
  /** What is undefined is left to the kernel. */
  readonly source: {
    readonly address: IpAddress | undefined;
    readonly port: number | undefined;
    readonly interface: string | undefined;
  };
  /** Firewall mark of the packets; 0: none. */
  readonly mark: number;
};

type NetworkCheck = { readonly timing: CheckTiming; readonly connection: CheckConnection };

/** TCP_CHECK: a connection can be opened. */
export type TcpCheck = NetworkCheck & { readonly kind: "tcp" };

/** PING_CHECK: an ICMP echo is answered. */
export type PingCheck = NetworkCheck & { readonly kind: "ping" };

/** HTTP_GET and SSL_GET: every URL answers as it should. */
export type HttpCheck = NetworkCheck & {
  readonly kind: "http";
  /** Undefined: in clear text. */
  readonly tls: HttpTls | undefined;
  readonly protocol: HttpProtocol;
  /** While a server recovers, the URLs are tested without a pause between them. */
  readonly fastRecovery: boolean;
  /** At least one. */
  readonly urls: readonly UrlConfig[];
};

export type HttpTls = {
  /** Name a server in the handshake. */
  readonly sni: boolean;
  /** The name; undefined: that of the virtual host. */
  readonly sniName: string | undefined;
};

/** 1.0C is 1.0 with a "Connection: close" header. */
export type HttpProtocol = "1.0" | "1.0C" | "1.1";

export type UrlConfig = {
  readonly path: string;
  /** Of the Host header; undefined: the address and the port. */
  readonly virtualHost: string | undefined;
  /** The answer has one of these; at least one range. */
  readonly statusCodes: readonly StatusCodes[];
  /** MD5 of the body, 16 bytes. */
  readonly digest: Uint8Array | undefined;
  readonly pattern: BodyPattern | undefined;
  /** End a TLS connection with close_notify. */
  readonly closeNotify: boolean;
};

/** Both ends included, 100 to 599. */
export type StatusCodes = { readonly first: number; readonly last: number };

/** A regular expression (PCRE2) and what it says about the body. */
export type BodyPattern = {
  readonly expression: string;
  readonly options: readonly BodyPatternOption[];
  /** The URL fails when the body matches. */
  readonly inverted: boolean;
  /** Bytes of the body before which no match begins. */
  readonly minimumOffset: number;
  /** Bytes of the body behind which no match begins; undefined: up to its end. */
  readonly maximumOffset: number | undefined;
  /** Bytes of the stack of the compiled expression. */
  readonly stack: { readonly start: number; readonly maximum: number } | undefined;
};

/** Names of pcre2api(3), without "PCRE2_" and in lower case. */
export const bodyPatternOptions = [
  "allow_empty_class",
  "alt_bsux",
  "auto_callout",
  "caseless",
  "dollar_endonly",
  "dotall",
  "dupnames",
  "extended",
  "firstline",
  "match_unset_backref",
  "multiline",
  "never_ucp",
  "never_utf",
  "no_auto_capture",
  "no_auto_possess",
  "no_dotstar_anchor",
  "no_start_optimize",
  "ucp",
  "ungreedy",
  "utf",
  "never_backslash_c",
  "alt_circumflex",
  "alt_verbnames",
  "use_offset_limit",
] as const;
export type BodyPatternOption = (typeof bodyPatternOptions)[number];

/** SMTP_CHECK: banner, HELO and QUIT are answered as they should (RFC 5321 §4.3.2). */
export type SmtpCheck = NetworkCheck & { readonly kind: "smtp"; readonly heloName: string };

/** DNS_CHECK: a query gets a valid answer over UDP. */
export type DnsCheck = NetworkCheck & {
  readonly kind: "dns";
  readonly type: DnsQueryType;
  readonly name: string;
};

export const dnsQueryTypes = ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA"] as const;
export type DnsQueryType = (typeof dnsQueryTypes)[number];

/** UDP_CHECK: no ICMP error comes back, or the reply that is asked for. */
export type UdpCheck = NetworkCheck & {
  readonly kind: "udp";
  /** Undefined: random bytes. */
  readonly payload: Uint8Array | undefined;
  /** Undefined: none is needed. */
  readonly reply: UdpReply | undefined;
};

/** What a reply has to be like; lengths are in bytes, up to 65535. */
export type UdpReply = {
  readonly pattern: HexPattern | undefined;
  readonly minimumLength: number;
  readonly maximumLength: number;
};

/** Bytes, of which those bits count that are set in the mask; both have the same length. */
export type HexPattern = { readonly bytes: Uint8Array; readonly mask: Uint8Array };

/** MISC_CHECK: a command ends with status 0. */
export type MiscCheck = {
  readonly kind: "misc";
  readonly timing: CheckTiming;
  readonly script: ScriptCall;
  readonly timeout: Duration;
  /** Statuses from 2 are success as well, and set the weight to the status less 2. */
  readonly dynamic: boolean;
};

/** A command and who runs it; without an account that is the `script_user`. */
export type ScriptCall = {
  readonly command: Command;
  readonly account: { readonly user: string; readonly group: string | undefined } | undefined;
};

/** BFD_CHECK: a BFD session is up. */
export type BfdCheck = {
  readonly kind: "bfd";
  /** Name of a `bfd_instance`. */
  readonly session: string;
  readonly alpha: boolean;
};

/** FILE_CHECK: the number in a tracked file goes into the weight. */
export type FileCheck = {
  readonly kind: "file";
  /** Name of a `track_file`. */
  readonly file: string;
  /** What the number is multiplied by; undefined: the weight of the file. */
  readonly weight: FileWeight | undefined;
};

/** -2147483647 to 2147483647. */
export type FileWeight = { readonly value: number; readonly reverse: boolean };

/** The SSL block: how SSL_GET presents itself, and whom it believes. Files are named by their paths. */
export type TlsClientConfig = {
  /** Opens the key; to be shown to nobody. */
  readonly password: string | undefined;
  /** Without it the certificates of servers are not verified. */
  readonly authorities: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
};
