import type { IpAddress } from "../base/ip-address.ts";
import type { Duration } from "../base/time.ts";
import type { CheckFailure } from "../check/outcome.ts";
import { monotonicClock, openAlarm, openProbeSockets } from "../platform/linux/index.ts";
import type { HttpForm } from "../wire/http/request.ts";
import { type Page, PageConversation } from "./page-conversation.ts";
import { Deadlines } from "./probes/deadlines.ts";
import { printEndpoint } from "./probes/path.ts";
import { StreamRun } from "./probes/stream-run.ts";
import { openTlsClient } from "./probes/tls-context.ts";
import { type OpenTlsStream, TlsStream } from "./probes/tls-stream.ts";

/** What to fetch, from where and how. */
export type PageRequest = {
  readonly address: IpAddress;
  readonly port: number;
  readonly path: string;
  /** Of the Host header; undefined: the address and the port. */
  readonly virtualHost: string | undefined;
  readonly form: HttpForm;
  /** Undefined: in clear text. `sni`: name the virtual host in the handshake. */
  readonly tls: { readonly sni: boolean } | undefined;
  /** Firewall mark of the packets; 0: none. */
  readonly mark: number;
  /** Of each step: connection, handshake, response, body. */
  readonly timeout: Duration;
  /** The body is wanted, and not only its digest. */
  readonly keepsBody: boolean;
};

export type FetchedPage =
  | { readonly kind: "page"; readonly page: Page; readonly duration: Duration }
  | { readonly kind: "failure"; readonly reason: CheckFailure };

/** Fetches a page as an HTTP_GET or SSL_GET would, without verifying certificates. Throws SystemException. */
export async function fetchPage(request: PageRequest): Promise<FetchedPage> {
  const { address, port, virtualHost, mark, timeout } = request;
  const sockets = openProbeSockets();
  const deadlines = new Deadlines(monotonicClock, openAlarm);
  const host = virtualHost ?? printEndpoint(address, port);
  const conversation = new PageConversation({ target: request.path, host, form: request.form }, request.keepsBody);
  const source = { address: undefined, port: undefined, interface: undefined, mark };
  const check = { path: { address, port, source }, timeout, conversation, secure: secureStream(request) };
  try {
    return await new Promise<FetchedPage>((resolve) => {
      // It stays alive by its socket until it has ended.
      void new StreamRun({ clock: monotonicClock, sockets, deadlines }, check, (outcome) => {
        if (outcome.kind === "failure") resolve({ kind: "failure", reason: outcome.reason });
        else resolve({ kind: "page", page: conversation.page, duration: outcome.duration });
      });
    });
  } finally {
    deadlines.close();
    sockets.close();
  }
}

function secureStream({ tls, virtualHost }: PageRequest): OpenTlsStream | undefined {
  if (tls === undefined) return undefined;
  const client = openTlsClient(undefined);
  // Without an SSL block there is nothing that could be wrong with it.
  if ("problem" in client) return undefined;
  const options = { ...client, serverName: tls.sni ? virtualHost : undefined, closeNotify: false };
  return (descriptor, listener) => new TlsStream(descriptor, options, listener);
}
