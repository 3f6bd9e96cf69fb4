import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";

const tokenKey = "holdfast-token";

export type TokenLack = "none" | "wrong";

/** An answer that is none, in words for the operator. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** It wants a token: that there was none, or that the one that there is was not the right one. */
  readonly tokenLack: TokenLack | undefined;

  constructor(message: string, tokenLack?: TokenLack) {
    super(message);
    this.tokenLack = tokenLack;
  }
}

/** Kept until the tab is closed. */
export function setToken(token: string): void {
  sessionStorage.setItem(tokenKey, token);
}

/** Asks for a path of a node's interface. Rejects with ApiError. */
export async function ask(url: string, path: string, signal: AbortSignal): Promise<Response> {
  const token = sessionStorage.getItem(tokenKey);
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  let response: Response;
  try {
    response = await fetch(`${url}/api/v1/${path}`, { headers, signal, cache: "no-cache", credentials: "omit" });
  } catch {
    throw new ApiError(signal.aborted ? "it takes too long to answer" : "it cannot be reached");
  }
  if (response.ok) return response;
  if (response.status === 401 || response.status === 403) {
    // Somebody may have entered one meanwhile: it has not been tried yet.
    const isCurrent = token === sessionStorage.getItem(tokenKey);
    throw new ApiError("it wants a token", isCurrent ? (token === null ? "none" : "wrong") : undefined);
  }
  throw new ApiError(`it answers with ${response.status} ${response.statusText}`.trimEnd());
}

export async function readStatus(response: Response): Promise<StatusDocument> {
  const value: unknown = await readJson(response);
  if (isDocument(value)) return value;
  throw new ApiError("its status is of another version");
}

/** What stands in a server-sent event; undefined: something that this page does not know. */
export function readRecord(data: string): EventRecord | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The addresses of the other nodes' interfaces, without slashes at their ends. */
export async function readPeers(response: Response): Promise<readonly string[]> {
  const value: unknown = await readJson(response);
  const list: unknown = hasKey(value, "peers") ? value.peers : value;
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown) => {
    const url = hasKey(each, "url") ? each.url : each;
    return typeof url === "string" && /^https?:\/\//u.test(url) ? [url.replace(/\/+$/u, "")] : [];
  });
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError("its answer ends in the middle");
  }
}

/** The program has written it: that the version is right is enough. */
function isDocument(value: unknown): value is StatusDocument {
  return hasKey(value, "version") && value.version === 1 && hasKey(value, "instances") && hasKey(value, "daemon");
}

function isRecord(value: unknown): value is EventRecord {
  return hasKey(value, "id") && typeof value.id === "number" && hasKey(value, "event") && hasKey(value, "causes");
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null && key in value;
}
