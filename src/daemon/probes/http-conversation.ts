import { createHash, type Hash } from "node:crypto";

import { unreachable } from "../../base/assert.ts";
import type { BodyPattern, HttpProtocol, StatusCodes, UrlConfig } from "../../check/config.ts";
import type { CheckFailure, CheckStage } from "../../check/outcome.ts";
import { printHttpRequest } from "../../wire/http/request.ts";
import { headLimit, type HttpProblem, HttpResponseReader } from "../../wire/http/response.ts";
import type { BodySearch } from "./body-search.ts";
import { type Conversation, failure, nextStage, printable, success, type Turn, wait } from "./conversation.ts";

/** Bytes of a body that is searched, which has to be kept as a whole. */
export const searchedBodyLimit: number = 1024 * 1024;
/** Bytes of a body of which only the digest or the end matters: it passes through. */
export const bodyLimit: number = 16 * 1024 * 1024;

export type HttpExchange = {
  readonly url: UrlConfig;
  readonly protocol: HttpProtocol;
  /** Of the Host header where the URL names no virtual host. */
  readonly endpoint: string;
  readonly search: BodySearch;
};

/**
 * HTTP_GET: one request, whose answer has a status, a digest and a body as they should be. As with the reference the
 * body is read to its end also when only the status counts, and one that ends with the connection too early is
 * whole; redirects are statuses like others.
 */
export class HttpConversation implements Conversation {
  readonly #exchange: HttpExchange;
  readonly #reader: HttpResponseReader;
  readonly #bodyLimit: number;
  readonly #hash: Hash | undefined;
  readonly #body: Uint8Array[] = [];
  #stage: CheckStage = "response";

  constructor(exchange: HttpExchange) {
    this.#exchange = exchange;
    const { digest, pattern } = exchange.url;
    this.#hash = digest === undefined ? undefined : createHash("md5");
    this.#bodyLimit = pattern === undefined ? bodyLimit : searchedBodyLimit;
    this.#reader = new HttpResponseReader(this.#bodyLimit, (bytes) => {
      this.#hash?.update(bytes);
      if (pattern !== undefined) this.#body.push(bytes.slice());
    });
  }

  get stage(): CheckStage {
    return this.#stage;
  }

  opened(): Turn {
    const { url, protocol, endpoint } = this.#exchange;
    const request = { target: url.path, host: url.virtualHost ?? endpoint, form: protocol };
    return { kind: "say", bytes: Buffer.from(printHttpRequest(request)) };
  }

  received(bytes: Uint8Array): Turn {
    const problem = this.#reader.take(bytes);
    if (problem !== undefined) return failure(this.#describe(problem, bytes));
    const { status } = this.#reader;
    if (status === undefined) return wait;
    const isNew = this.#stage === "response";
    this.#stage = "body";
    if (isNew && !isAmong(status, this.#exchange.url.statusCodes)) {
      return failure({ kind: "status", path: this.#exchange.url.path, status });
    }
    if (this.#reader.isComplete) return this.#judge();
    return isNew ? nextStage : wait;
  }

  ended(): Turn {
    return this.#stage === "body" ? this.#judge() : failure({ kind: "closed", stage: this.#stage, code: undefined });
  }

  #judge(): Turn {
    const { path, digest, pattern } = this.#exchange.url;
    if (digest !== undefined) {
      const expected = Buffer.from(digest).toString("hex");
      const found = this.#hash?.digest("hex") ?? "";
      if (found !== expected) return failure({ kind: "digest", path, expected, found });
    }
    return pattern === undefined ? success : this.#search(path, pattern);
  }

  #search(path: string, pattern: BodyPattern): Turn {
    const body = this.#body.length === 1 ? this.#body[0] : undefined;
    const whole = body ?? Buffer.concat(this.#body);
    return {
      kind: "find",
      find: (found) =>
        this.#exchange.search.search(pattern, whole, (result) => {
          found("problem" in result ? { kind: "impossible", message: result.problem } : judge(path, pattern, result));
        }),
    };
  }

  #describe(problem: HttpProblem, last: Uint8Array): CheckFailure {
    const { start } = this.#reader;
    const stage = this.#stage;
    switch (problem) {
      case "status-line": {
        const came = printable(start.length === 0 ? last : start);
        return { kind: "protocol", stage, message: `expected a status line such as HTTP/1.1 200 OK, got ${came}` };
      }
      case "content-length":
        return { kind: "protocol", stage, message: "expected one Content-Length in digits" };
      case "chunks":
        return { kind: "protocol", stage: "body", message: `expected a chunk, got ${printable(last)}` };
      case "head-too-long":
        return { kind: "too-long", limit: headLimit };
      case "body-too-long":
        return { kind: "too-long", limit: this.#bodyLimit };
      default:
        return unreachable(problem);
    }
  }
}

function judge(path: string, { expression, inverted }: BodyPattern, { matches }: { readonly matches: boolean }) {
  return matches === inverted ? ({ kind: "pattern", path, expression, inverted } as const) : undefined;
}

function isAmong(status: number, codes: readonly StatusCodes[]): boolean {
  for (const { first, last } of codes) if (status >= first && status <= last) return true;
  return false;
}
