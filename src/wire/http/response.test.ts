import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { headLimit, type HttpProblem, HttpResponseReader } from "./response.ts";

type Read = {
  readonly status: number | undefined;
  readonly body: string;
  readonly complete: boolean;
  readonly problem: HttpProblem | undefined;
};

/** What is read of a text that comes in pieces of that many bytes. */
function read(text: string, size: number, limit = 1000): Read {
  let body = "";
  const reader = new HttpResponseReader(limit, (bytes) => {
    body += Buffer.from(bytes).toString("latin1");
  });
  const bytes = Buffer.from(text, "latin1");
  let problem: HttpProblem | undefined;
  for (let at = 0; at < bytes.length && problem === undefined; at += size) {
    problem = reader.take(bytes.subarray(at, at + size));
  }
  return { status: reader.status, body, complete: reader.isComplete, problem };
}

const sizes = [1, 2, 3, 7, 100_000];

function check(title: string, text: string, expected: Partial<Read>): void {
  test(title, () => {
    for (const size of sizes) {
      assert.deepEqual(
        read(text, size),
        { status: undefined, body: "", complete: false, problem: undefined, ...expected },
        `in pieces of ${size}`,
      );
    }
  });
}

describe("HTTP responses (RFC 9112), in pieces of any size", () => {
  check("with a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloworld", {
    status: 200,
    body: "hello",
    complete: true,
  });
  check("with a length that is not reached", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", {
    status: 200,
    body: "hello",
  });
  check("whose body ends with the connection", "HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nhello", {
    status: 404,
    body: "hello",
  });
  check("without a reason, with bare line feeds", "HTTP/1.0 200\ncontent-LENGTH:2  \n\nhi", {
    status: 200,
    body: "hi",
    complete: true,
  });
  check("of a streaming server", "ICY 200 OK\r\n\r\nhi", { status: 200, body: "hi" });
  check(
    "in chunks, with extensions and trailers",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 3\r\n\r\n" +
      "3;a=b\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\nbehind",
    { status: 200, body: "abc0123456789", complete: true },
  );
  check("in chunks that go on", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", {
    status: 200,
    body: "abc",
  });
  check("behind interim ones", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\nx", {
    status: 204,
    complete: true,
  });
  check("another protocol from here on", "HTTP/1.1 101 Switching\r\n\r\nx", { status: 101, complete: true });
  check("not modified", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", { status: 304, complete: true });
  check("only half a head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", {});

  check("garbage with a line end", "SSH-2.0-x\r\n", { problem: "status-line" });
  check("garbage without one", "\u0000\u0001\u0002", { problem: "status-line" });
  check("a number that is no status", "HTTP/1.1 2000 OK\r\n\r\n", { problem: "status-line" });
  check("no number", "HTTP/1.1 OK\r\n\r\n", { problem: "status-line" });
  check("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n", { problem: "content-length" });
  check("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", {
    problem: "content-length",
  });
  check("no chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello", { status: 200, problem: "chunks" });
  check("a chunk longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab", {
    status: 200,
    body: "a",
    problem: "chunks",
  });

  test("at the bound of the body, and beyond", () => {
    const head = "HTTP/1.1 200 OK\r\n\r\n";
    for (const size of sizes) {
      assert.equal(read(`${head}${"x".repeat(20)}`, size, 20).problem, undefined);
      const { body, problem } = read(`${head}${"x".repeat(21)}`, size, 20);
      assert.deepEqual([body.length, problem], [20, "body-too-long"]);
    }
  });

  test("at the bound of the head, and beyond", () => {
    const start = "HTTP/1.1 200 OK\r\nX: ";
    const long = `${start}${"x".repeat(headLimit - start.length - 4)}\r\n\r\n`;
    assert.equal(read(long, 1000).status, 200);
    assert.equal(read(`${start}${"x".repeat(headLimit)}`, 1000).problem, "head-too-long");
    assert.equal(read("HTTP/1.1 100 Continue\r\n\r\n".repeat(4000), 1000).problem, "head-too-long");
  });
});
