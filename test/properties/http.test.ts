import assert from "node:assert/strict";
import { after, test } from "node:test";
import * as fc from "fast-check";

import { closeSites, open, serve, token } from "../../src/observe/test-site.ts";

// Requests that are put together at random: the server answers or closes, no command comes through without its token,
// and it goes on as if nothing had been.

after(closeSites);

const paths = [
  "/",
  "/api/v1/status",
  "/api/v1/commands",
  "/metrics",
  "/%",
  "/..",
  "//",
  "*",
  "http://x/",
  "",
  "/\\..",
  "/é",
];
const headers = [
  "Host: localhost",
  "Host: evil.example",
  "Authorization: Bearer x",
  `Authorization: Basic ${token}`,
  "Content-Type: application/json",
  "Content-Length: 3",
  "Content-Length: 99999999999999999999",
  "Content-Length: -1",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: gzip",
  "Expect: 100-continue",
  "Upgrade: websocket",
  "Connection: upgrade",
  "Range: bytes=0-",
  "Last-Event-ID: 99999999999999999999",
  "If-None-Match: *",
  "Origin: null",
  ": nothing",
  "\0",
];

/** Mostly well-formed, so that it is not the parser of HTTP that answers all of them. */
const request = fc
  .record({
    method: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("GET", "HEAD", "POST", "OPTIONS", "PUT") },
      { weight: 1, arbitrary: fc.constantFrom("TRACE", "CONNECT", "PRI", "get", "\u0000") },
    ),
    path: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...paths) },
      { weight: 2, arbitrary: fc.webPath() },
      { weight: 1, arbitrary: fc.string({ maxLength: 50 }) },
    ),
    version: fc.oneof(
      { weight: 9, arbitrary: fc.constant("HTTP/1.1") },
      { weight: 1, arbitrary: fc.constantFrom("HTTP/1.0", "HTTP/2.0", "HTTP/9") },
    ),
    host: fc.constantFrom("Host: localhost", "Host: localhost", "Host: 127.0.0.1:80", "Host: evil.example"),
    headers: fc.array(fc.constantFrom(...headers), { maxLength: 2 }),
    noise: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(fc.string()) }),
    body: fc.constantFrom("", "{}", "0\r\n\r\n", '{"command":"reload","plan":false}'),
  })
  .map(({ method, path, version, host, headers: some, noise, body }) =>
    [
      `${method} ${path} ${version}`,
      host,
      "Connection: close",
      ...(body === "" ? [] : [`Content-Length: ${body.length}`]),
      ...some,
      ...noise,
      "",
      body,
    ].join("\r\n"),
  );

test("whatever is sent, it is answered as HTTP or not at all, and the next one is served", async () => {
  const hasty = { headers: 40, request: 40, idle: 40, stuck: 40, look: 10 };
  const site = await serve({ ...open, token }, hasty);
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 4, maxLength: 8 }), async (requests) => {
      const answers = await Promise.all(requests.map(site.raw));
      for (const answer of answers) {
        assert.match(answer, /^(?:$|HTTP\/1\.1 (?:[1-4]\d\d|503) )/u);
      }
    }),
    { numRuns: 50 },
  );
  assert.deepEqual(site.supervisor.commands, []);
  assert.equal(await (await site.get("/healthz")).text(), "ok\n");
});
