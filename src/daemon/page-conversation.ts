import { createHash } from "node:crypto";

import type { CheckStage } from "../check/outcome.ts";
import { findHeadEnd } from "../wire/http/head.ts";
import { type HttpRequest, printHttpRequest } from "../wire/http/request.ts";
import { headLimit, type HttpProblem, HttpResponseReader } from "../wire/http/response.ts";
import { type Conversation, failure, printable, success, type Turn, wait } from "./probes/conversation.ts";
import { bodyLimit } from "./probes/http-conversation.ts";

/** One page as a server has sent it. */
export type Page = {
  readonly status: number;
  readonly head: Uint8Array;
  /** Decoded; empty unless it was to be kept. */
  readonly body: Uint8Array;
  /** MD5 of the body, 32 hexadecimal digits. */
  readonly digest: string;
};

/** Fetches one page whatever its status, with the request and the reading of an HTTP_GET: so its digest is the same. */
export class PageConversation implements Conversation {
  readonly #request: HttpRequest;
  readonly #keepsBody: boolean;
  readonly #reader: HttpResponseReader;
  readonly #hash = createHash("md5");
  readonly #body: Uint8Array[] = [];
  /** What has come, at most `headLimit` bytes. */
  #start: Uint8Array = new Uint8Array(0);

  constructor(request: HttpRequest, keepsBody: boolean) {
    this.#request = request;
    this.#keepsBody = keepsBody;
    this.#reader = new HttpResponseReader(bodyLimit, (bytes) => {
      this.#hash.update(bytes);
      if (this.#keepsBody) this.#body.push(bytes.slice());
    });
  }

  get stage(): CheckStage {
    return this.#reader.status === undefined ? "response" : "body";
  }

  /** To be asked once, after a success. */
  get page(): Page {
    const head = this.#start.subarray(0, Math.max(findHeadEnd(this.#start, this.#start.length, 0), 0));
    return {
      status: this.#reader.status ?? 0,
      head,
      body: Buffer.concat(this.#body),
      digest: this.#hash.digest("hex"),
    };
  }

  opened(): Turn {
    return { kind: "say", bytes: Buffer.from(printHttpRequest(this.#request)) };
  }

  received(bytes: Uint8Array): Turn {
    if (this.stage === "response") this.#remember(bytes);
    const problem = this.#reader.take(bytes);
    if (problem !== undefined) return this.#fail(problem, bytes);
    return this.#reader.isComplete ? success : wait;
  }

  /** As for an HTTP_GET, a body that ends with the connection is whole. */
  ended(): Turn {
    return this.stage === "body" ? success : failure({ kind: "closed", stage: "response", code: undefined });
  }

  #remember(bytes: Uint8Array): void {
    const wanted = bytes.subarray(0, headLimit - this.#start.length);
    this.#start = Buffer.concat([this.#start, wanted]);
  }

  #fail(problem: HttpProblem, last: Uint8Array): Turn {
    if (problem === "head-too-long") return failure({ kind: "too-long", limit: headLimit });
    if (problem === "body-too-long") return failure({ kind: "too-long", limit: bodyLimit });
    const message = problemWords[problem];
    return failure({ kind: "protocol", stage: this.stage, message: `${message}, got ${printable(last)}` });
  }
}

const problemWords = {
  "status-line": "expected a status line such as HTTP/1.1 200 OK",
  "content-length": "expected one Content-Length in digits",
  chunks: "expected a chunk",
} as const;
