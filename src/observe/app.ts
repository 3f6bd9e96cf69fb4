import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Command, Refusal } from "../status/live/control-protocol.ts";
import type { Access } from "./access.ts";
import { readCommand } from "./command-body.ts";
import type { StreamRefusal, StreamStart } from "./event-streams.ts";
import type { Snapshot } from "./latest-status.ts";
import { protectiveHeaders } from "./page-headers.ts";
import { obstacleToHealth } from "./health.ts";
import type { PageFiles } from "./page-files.ts";
import { LineError } from "./supervisor-line.ts";

/** Where the answers come from. */
export type AppSources = {
  /** As of the last reload. */
  readonly access: () => Access;
  readonly peers: () => readonly string[];
  readonly status: () => Promise<Snapshot>;
  /** The exposition of metrics, with the type of its content. */
  readonly metrics: () => Promise<{ readonly body: Uint8Array; readonly type: string }>;
  readonly stream: (start: StreamStart, drop: () => void) => Promise<ReadableStream<Uint8Array> | StreamRefusal>;
  readonly command: (command: Command, user: string) => Promise<readonly string[]>;
  readonly page: PageFiles;
};

type Env = { readonly Bindings: HttpBindings };

export type App = Hono<Env>;
type Ctx = Context<Env>;

/** Bytes of a command. */
const commandLimit = 16 * 1024;

const readMethods: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** The HTTP API, the metrics and the page, as docs/http.md describes them. */
export function buildApp(sources: AppSources): App {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    const access = sources.access();
    const refusal = admit(c, access);
    if (refusal === undefined) await next();
    else c.res = refusal;
    for (const [name, value] of Object.entries(protectiveHeaders(access.peerOrigins))) c.res.headers.set(name, value);
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
    allowPeers(c, access);
  });
  app.get("/api/v1/status", async (c) => statusResponse(c, await sources.status()));
  app.get("/api/v1/peers", (c) => c.json({ peers: sources.peers().map((url) => ({ url })) }));
  app.get("/api/v1/events", async (c) => await eventsResponse(c, sources.stream));
  app.get("/metrics", async (c) => {
    const { body, type } = await sources.metrics();
    return c.body(bytes(body), 200, { "Content-Type": type });
  });
  app.get("/healthz", async (c) => {
    const obstacle = obstacleToHealth((await sources.status()).document);
    return obstacle === undefined ? c.text("ok\n") : c.text(`${obstacle}\n`, 503);
  });
  const limit = bodyLimit({
    maxSize: commandLimit,
    onError: (c) => refuse(c, 413, { code: "too-long", message: `A command has at most ${commandLimit} bytes` }),
  });
  app.post("/api/v1/commands", limit, async (c) => await commandResponse(c, sources));
  app.get("/*", (c) => pageResponse(c, sources.page));
  app.notFound((c) => refuse(c, 404, { code: "unknown-name", message: `There is nothing at ${c.req.path}` }));
  app.onError((error, c) => {
    if (error instanceof LineError) return refuse(c, statusOf[error.refusal.code], error.refusal);
    return refuse(c, 500, { code: "not-available", message: "This went wrong; the log of the daemon has more" });
  });
  return app;
}

/** Why a request is not even looked at; undefined: it may go on. */
function admit(c: Ctx, access: Access): Response | undefined {
  const { method, path } = c.req;
  if (!access.isMeant(c.req.header("host"))) {
    return refuse(c, 421, {
      code: "refused",
      message: "This answers to localhost and to addresses of this machine: use one of them in the URL",
    });
  }
  const credentials = { authorization: c.req.header("authorization") };
  if (path === "/api/v1/commands") {
    if (method !== "POST") return refuse(c, 405, wrongMethod("POST"), { Allow: "POST" });
    if (!access.takesCommands) {
      return refuse(c, 403, {
        code: "refused",
        message: "Commands are taken only with --http-token-file; on the machine itself, use holdfast",
      });
    }
    return access.mayCommand(credentials) ? undefined : refuseToken(c);
  }
  // A browser asks before it sends a token to another node's page; that question carries none.
  if (method === "OPTIONS" && access.isPeer(c.req.header("origin") ?? "")) return c.body(null, 204);
  if (!readMethods.has(method)) return refuse(c, 405, wrongMethod("GET"), { Allow: "GET, HEAD" });
  return isSecret(path) && !access.mayRead(credentials) ? refuseToken(c) : undefined;
}

function wrongMethod(method: string): Refusal {
  return { code: "unknown-method", message: `Use ${method} here` };
}

/** The page itself is the same everywhere, and whether the daemon is well is said without names. */
function isSecret(path: string): boolean {
  return path.startsWith("/api/") || path === "/metrics";
}

function refuseToken(c: Ctx): Response {
  const message = "The token of --http-token-file is needed: Authorization: Bearer TOKEN";
  return refuse(c, 401, { code: "refused", message }, { "WWW-Authenticate": 'Bearer realm="Holdfast"' });
}

/** The pages of other nodes may read what is here, with a token of their own where one is needed; others may not. */
function allowPeers(c: Ctx, access: Access): void {
  const { headers } = c.res;
  headers.append("Vary", "Origin");
  const origin = c.req.header("origin");
  if (origin === undefined || !access.isPeer(origin) || c.req.path === "/api/v1/commands") return;
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Methods", "GET, HEAD");
  headers.set("Access-Control-Allow-Headers", "Authorization, Last-Event-ID");
  headers.set("Access-Control-Max-Age", "600");
  headers.set("Cross-Origin-Resource-Policy", "cross-origin");
}

function statusResponse(c: Ctx, { body, etag }: Snapshot): Response {
  const headers = { ETag: etag, "Cache-Control": "no-cache", "Content-Type": "application/json" };
  return isKnown(c, etag) ? c.body(null, 304, headers) : c.body(bytes(body), 200, headers);
}

function isKnown(c: Ctx, etag: string): boolean {
  const known = c.req.header("if-none-match")?.split(",") ?? [];
  return known.some((each) => each.trim().replace(/^W\//u, "") === etag);
}

async function eventsResponse(c: Ctx, open: AppSources["stream"]): Promise<Response> {
  const after = wholeNumber(c.req.header("last-event-id") ?? c.req.query("after"));
  const since = wholeNumber(c.req.query("since"));
  const limit = wholeNumber(c.req.query("limit"));
  if (Number.isNaN(after) || Number.isNaN(since) || Number.isNaN(limit)) {
    return refuse(c, 400, {
      code: "malformed",
      message:
        "Last-Event-ID and after take the id of an event, since takes microseconds of the Unix epoch, limit a number",
    });
  }
  if (c.req.method === "HEAD") return c.body(null, 200, streamHeaders);
  const { outgoing } = c.env;
  const start = { after, since: after === undefined ? since : undefined, limit };
  const stream = await open(start, () => outgoing.destroy());
  if (stream === "too-many-streams" || stream === "busy") {
    const message = stream === "busy" ? "Too many ask for the past" : "There are too many streams of events";
    return refuse(c, 503, { code: "busy", message }, { "Retry-After": "5" });
  }
  return c.body(stream, 200, streamHeaders);
}

const streamHeaders = { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" };

/** NaN when it is not a whole number. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN;
}

async function commandResponse(c: Ctx, { command }: AppSources): Promise<Response> {
  const type = c.req.header("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  // The page of a stranger cannot make a browser send this type without being asked first.
  if (type !== "application/json") {
    return refuse(c, 415, { code: "malformed", message: "Content-Type must be application/json" });
  }
  const read = readCommand(await c.req.text());
  if (typeof read === "string") return refuse(c, 400, { code: "malformed", message: `Malformed command: ${read}` });
  return c.json({ done: await command(read, `http ${c.env.incoming.socket.remoteAddress ?? "?"}`) });
}

function pageResponse(c: Ctx, page: PageFiles): Response {
  const path = c.req.path === "/" ? "/index.html" : c.req.path;
  const file = page.get(path);
  if (file === undefined) {
    if (path !== "/index.html") return refuse(c, 404, { code: "unknown-name", message: `There is nothing at ${path}` });
    return c.text("The page is not built; /api/v1/status and /metrics are there.\n", 404);
  }
  const caching = file.isLasting ? "public, max-age=31536000, immutable" : "no-cache";
  const headers = { ETag: file.etag, "Cache-Control": caching, "Content-Type": file.type };
  return isKnown(c, file.etag) ? c.body(null, 304, headers) : c.body(bytes(file.body), 200, headers);
}

type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 500 | 503;

const statusOf: Readonly<Record<Refusal["code"], RefusalStatus>> = {
  malformed: 400,
  "too-long": 413,
  "too-slow": 503,
  "unknown-method": 400,
  "unknown-name": 404,
  refused: 409,
  busy: 503,
  "not-available": 503,
};

function refuse(
  c: Context,
  status: RefusalStatus,
  error: Refusal,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return c.json({ error }, status, headers);
}

/** As the types of `Response` want it: what is kept here is never shared memory. */
function bytes(content: Uint8Array): Uint8Array<ArrayBuffer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by Buffer, which allocates no shared memory
  return content as Uint8Array<ArrayBuffer>;
}
