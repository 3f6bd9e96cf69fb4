import { createHash, timingSafeEqual } from "node:crypto";
import { IpAddress } from "../base/ip-address.ts";
import type { ObserverAssignment } from "../daemon/messages.ts";

/** What of a request says who makes it, as its headers do. */
export type Credentials = { readonly authorization: string | undefined };

/**
 * Who may do what. On an address of this machine everybody who is on it may read; everywhere else a token is needed.
 * Commands need one in any case.
 */
export class Access {
  readonly #isLoopback: boolean;
  readonly #token: Buffer | undefined;
  readonly #origins: ReadonlySet<string>;

  constructor({ isLoopback, token, peers }: ObserverAssignment) {
    this.#isLoopback = isLoopback;
    this.#token = token === undefined ? undefined : digest(token);
    this.#origins = new Set(peers.map((url) => new URL(url).origin));
  }

  /**
   * Whether a request was meant for this machine. A page of a stranger can make its own name stand for 127.0.0.1, and
   * would then read as if it came from here (DNS rebinding); its browser still says the name in `Host`. Where a token
   * is needed such a page has none.
   */
  isMeant(host: string | undefined): boolean {
    return !this.#isLoopback || isLoopbackHost(host ?? "");
  }

  mayRead(credentials: Credentials): boolean {
    return this.#isLoopback || this.#knows(bearerToken(credentials));
  }

  mayCommand(credentials: Credentials): boolean {
    return this.#knows(bearerToken(credentials));
  }

  get takesCommands(): boolean {
    return this.#token !== undefined;
  }

  /** Whether the pages of an origin may read from here: those of the other nodes may. */
  isPeer(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** What the page may fetch from besides its own origin. */
  get peerOrigins(): readonly string[] {
    return [...this.#origins];
  }

  /** In a time that tells nothing of where they differ, nor of how long the token is. */
  #knows(token: string | undefined): boolean {
    return this.#token !== undefined && token !== undefined && timingSafeEqual(digest(token), this.#token);
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Nothing that a browser sends by itself, such as a cookie or a password that it remembers, proves anything here. */
function bearerToken({ authorization = "" }: Credentials): string | undefined {
  return /^Bearer +(\S+)$/iu.exec(authorization)?.[1];
}

/** An address of this machine or "localhost", with any port: the way here may lead through a tunnel. */
function isLoopbackHost(host: string): boolean {
  const name = /^(\[[^\]]+\]|[^:]*)(?::\d{1,5})?$/u.exec(host)?.[1] ?? "";
  if (name.toLowerCase() === "localhost") return true;
  const address = IpAddress.parse(name.replace(/^\[(.*)\]$/u, "$1"))?.toString();
  return address !== undefined && (address === "::1" || address.startsWith("127."));
}
