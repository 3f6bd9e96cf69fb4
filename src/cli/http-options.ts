import { IpAddress } from "../base/ip-address.ts";
import type { HttpOptions } from "../daemon/http-options.ts";

/** The values of `--http`, `--http-token-file` and `--peer-url` as they were given. */
export type HttpWords = {
  readonly address: string | undefined;
  readonly tokenFile: string | undefined;
  readonly peers: readonly string[];
};

/** The port when only an address is given; it is that of the common exporters of metrics for Keepalived. */
export const usualHttpPort = 9650;

/** More than a group of routers is ever made of. */
const peerLimit = 16;

/** What the options ask for; what is wrong with them goes to `mistake`. Undefined: nothing, or it is wrong. */
export function readHttpOptions(words: HttpWords, mistake: (text: string) => void): HttpOptions | undefined {
  const { address, tokenFile, peers } = words;
  if (address === undefined) {
    if (tokenFile !== undefined) mistake("--http-token-file is of no use without --http");
    if (peers.length > 0) mistake("--peer-url is of no use without --http");
    return undefined;
  }
  const read = parseHttpAddress(address);
  if (read === undefined) {
    mistake(
      `--http takes an address and a port, not '${address}': ${usualHttpPort}, 127.0.0.1:${usualHttpPort}, [::1]:${usualHttpPort}, :${usualHttpPort} for all addresses`,
    );
    return undefined;
  }
  const isLoopback = isOfThisMachine(read.host);
  if (!isLoopback && tokenFile === undefined) {
    mistake(
      `--http ${address} can be reached from elsewhere: protect it with --http-token-file, or use a port alone, which listens on 127.0.0.1`,
    );
  }
  if (peers.length > peerLimit) mistake(`--peer-url can be given ${peerLimit} times`);
  const urls = peers.flatMap((peer) => {
    const url = parsePeerUrl(peer);
    if (url === undefined) mistake(`--peer-url takes http://ADDRESS:PORT or https://..., not '${peer}'`);
    return url ?? [];
  });
  return { ...read, isLoopback, tokenFile, peers: urls };
}

/**
 * "9650" is a port of 127.0.0.1, ":9650" one of all addresses; "192.0.2.1" and "[::1]" stand for the usual port there,
 * "localhost" for 127.0.0.1. Names would have to be resolved: they are not taken.
 */
export function parseHttpAddress(text: string): { readonly host: string; readonly port: number } | undefined {
  if (/^\d+$/u.test(text)) return withPort("127.0.0.1", text);
  const bare = IpAddress.parse(text);
  if (bare !== undefined) return withPort(bare.toString(), undefined);
  const { host, port } = /^(?<host>\[[^\]]+\]|[^:]*)(?::(?<port>\d+))?$/u.exec(text)?.groups ?? {};
  if (host === undefined) return undefined;
  if (host === "") return port === undefined ? undefined : withPort("::", port);
  const address = host === "localhost" ? IpAddress.of("127.0.0.1") : IpAddress.parse(host.replace(/^\[(.*)\]$/u, "$1"));
  return address === undefined ? undefined : withPort(address.toString(), port);
}

function withPort(
  host: string,
  text: string | undefined,
): { readonly host: string; readonly port: number } | undefined {
  const port = text === undefined ? usualHttpPort : Number(text);
  return port > 0 && port <= 65_535 ? { host, port } : undefined;
}

function isOfThisMachine(host: string): boolean {
  return host === "::1" || host.startsWith("127.");
}

/** Without a slash at the end; undefined when it cannot be that of a page. */
export function parsePeerUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  if (protocol !== "http:" && protocol !== "https:") return undefined;
  if (`${search}${hash}${username}${password}` !== "") return undefined;
  return `${origin}${pathname.replace(/\/+$/u, "")}`;
}
