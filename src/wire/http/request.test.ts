import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type HttpForm, printHttpRequest } from "./request.ts";

/** What C Keepalived 2.2.7 has sent to a server that wrote it down. */
const golden: readonly (readonly [target: string, host: string, form: HttpForm, request: string])[] = [
  ["/a", "127.0.0.1:8001", "1.0", "GET /a HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:8001\r\n\r\n"],
  [
    "/b",
    "127.0.0.1:8002",
    "1.0C",
    "GET /b HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: 127.0.0.1:8002\r\n\r\n",
  ],
  [
    "/c",
    "127.0.0.1:8003",
    "1.1",
    "GET /c HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: 127.0.0.1:8003\r\n\r\n",
  ],
  [
    "/d?x=1",
    "www.example.com",
    "1.0",
    "GET /d?x=1 HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: www.example.com\r\n\r\n",
  ],
  ["/p80", "127.0.0.1:80", "1.0", "GET /p80 HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:80\r\n\r\n"],
  [
    "noslash",
    "127.0.0.1:8016",
    "1.0",
    "GET noslash HTTP/1.0\r\nUser-Agent: KeepAliveClient\r\nHost: 127.0.0.1:8016\r\n\r\n",
  ],
  [
    "/six",
    "[::1]:8005",
    "1.1",
    "GET /six HTTP/1.1\r\nUser-Agent: KeepAliveClient\r\nConnection: close\r\nHost: [::1]:8005\r\n\r\n",
  ],
];

describe("HTTP requests are those of C Keepalived, byte for byte", () => {
  for (const [target, host, form, request] of golden) {
    test(`${form} ${target} of ${host}`, () => {
      assert.equal(printHttpRequest({ target, host, form }), request);
    });
  }
});
