import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import type { CheckerConfig } from "../check/config.ts";
import type { CheckFailure } from "../check/outcome.ts";
import type { LvsEvent } from "../lvs/events.ts";
import { httpGet, miscCheck, network, realServer, sorry, sslGet, timing, url, virtualServer } from "./lvs-samples.ts";
import { lvsLogLines } from "./lvs-wording.ts";

const web = virtualServer();
const member = { virtualServer: web, server: realServer("198.51.100.1", 8080) };
const marked = virtualServer({ service: { kind: "mark", mark: 5 } });
const group = virtualServer({ service: { kind: "group", group: "G1", protocol: "UDP" } });
const groupOfMarks = virtualServer({ service: { kind: "group", group: "G3", protocol: undefined } });
const six = virtualServer({
  service: { kind: "address", address: IpAddress.of("2001:db8::7"), port: 443, protocol: "SCTP" },
});

const tcp: CheckerConfig = { ...network, kind: "tcp" };
const ping: CheckerConfig = { ...network, kind: "ping" };
const udp: CheckerConfig = { ...network, kind: "udp", payload: undefined, reply: undefined };
const smtp: CheckerConfig = { ...network, kind: "smtp", heloName: "x" };
const dns: CheckerConfig = { ...network, kind: "dns", type: "A", name: "example.com" };
const misc: CheckerConfig = miscCheck;
const refused: CheckFailure = { kind: "connect", code: "ECONNREFUSED" };
const lateConnection: CheckFailure = { kind: "timeout", stage: "connect" };

const up = (checker: CheckerConfig): LvsEvent => ({
  ...member,
  kind: "checker-state",
  checker,
  state: "up",
  reason: undefined,
  retries: 0,
});
const down = (checker: CheckerConfig, reason: CheckFailure, retries = 2): LvsEvent => ({
  ...member,
  kind: "checker-state",
  checker,
  state: "down",
  reason,
  retries,
});
const failed = (checker: CheckerConfig, reason: CheckFailure, remaining = 2): LvsEvent => ({
  ...member,
  kind: "check-failed",
  checker,
  reason,
  remaining,
  wasUp: true,
});
const asked = (checker: CheckerConfig): CheckerConfig =>
  "timing" in checker ? { ...checker, timing: { ...timing, logAllFailures: true } } : checker;
const quorum = (changes: Partial<LvsEvent & { readonly kind: "quorum" }>): LvsEvent => ({
  kind: "quorum",
  virtualServer: web,
  state: "gained",
  live: 4,
  quorum: 2,
  hysteresis: 1,
  cause: "check",
  ...changes,
});

const on = "service [198.51.100.1]:tcp:8080";
const of = `${on} of VS [192.0.2.1]:tcp:80`;
const miscOf = "Misc check for [[198.51.100.1]:tcp:8080 VS [192.0.2.1]:tcp:80] by [/usr/local/bin/look]";

/**
 * The wording is an interface: operators grep for it and alert on it (section 34 of the reference). Lines that are not
 * ours are those of Keepalived 2.2.7.
 */
const golden: readonly (readonly [event: LvsEvent, ...lines: string[]])[] = [
  [
    { ...member, kind: "checker-started", checker: tcp },
    `Activating healthchecker for ${on} for VS [192.0.2.1]:tcp:80`,
  ],
  [up(tcp), "TCP connection to [198.51.100.1]:tcp:8080 success."],
  [up(udp), "UDP connection to [198.51.100.1]:tcp:8080 success."],
  [up(ping), "ICMP connection to [198.51.100.1]:tcp:8080 success."],
  [up(httpGet), "Remote Web server [198.51.100.1]:tcp:8080 succeed on service."],
  [up(sslGet), "Remote Web server [198.51.100.1]:tcp:8080 succeed on service."],
  [up(smtp), "Remote SMTP server [198.51.100.1]:tcp:8080 succeed on service."],
  [up(misc), `${miscOf} succeeded.`],
  [up(dns)],
  [
    down(tcp, refused),
    `TCP_CHECK on ${on} failed after 2 retries.`,
    `TCP_CHECK on ${of}: connection refused (ECONNREFUSED)`,
  ],
  [down(tcp, lateConnection, 0), `TCP_CHECK on ${on} failed.`, `TCP_CHECK on ${of}: no connection within 5 s`],
  [
    down(udp, { kind: "reply", message: "a reply of 1 byte came, expected 2 to 8" }, 1),
    `UDP_CHECK on ${on} failed after 1 retries.`,
    `UDP_CHECK on ${of}: a reply of 1 byte came, expected 2 to 8`,
  ],
  [
    down(ping, { kind: "timeout", stage: "reply" }),
    `ICMP CHECK on ${on} of [192.0.2.1]:tcp:80 failed after 2 retries.`,
    `ICMP CHECK on ${of}: no reply within 5 s`,
  ],
  [
    down(ping, { kind: "connect", code: "EHOSTUNREACH" }, 0),
    `ICMP CHECK on ${on} failed.`,
    `ICMP CHECK on ${of}: no route to host (EHOSTUNREACH)`,
  ],
  [
    down(
      {
        ...httpGet,
        urls: [
          {
            ...url,
            path: "/a",
            statusCodes: [
              { first: 200, last: 200 },
              { first: 300, last: 302 },
            ],
          },
        ],
      },
      { kind: "status", path: "/a", status: 503 },
    ),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: /a has status 503, expected 200 300-302`,
  ],
  [
    down(httpGet, {
      kind: "digest",
      path: "/",
      expected: "b1946ac92492d2347c6235b4d2611184",
      found: "d41d8cd98f00b204e9800998ecf8427e",
    }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: / has digest d41d8cd98f00b204e9800998ecf8427e, expected b1946ac92492d2347c6235b4d2611184`,
  ],
  [
    down(httpGet, { kind: "pattern", path: "/", expression: "hel+o", inverted: false }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: the body of / does not match "hel+o"`,
  ],
  [
    down(httpGet, { kind: "pattern", path: "/", expression: "error", inverted: true }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: the body of / matches "error", which it must not`,
  ],
  [
    down(httpGet, { kind: "closed", stage: "body", code: "ECONNRESET" }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: the connection ended before the body was complete: connection reset by peer (ECONNRESET)`,
  ],
  [
    down(httpGet, { kind: "too-long", limit: 1_048_576 }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: more than 1048576 bytes came`,
  ],
  [
    down(sslGet, { kind: "tls", message: "certificate has expired" }),
    `HTTP_CHECK on ${on} failed after 2 retries.`,
    `HTTP_CHECK on ${of}: TLS: certificate has expired`,
  ],
  [
    down(smtp, { kind: "smtp", command: "connection", expected: 220, reply: "421 go\u001B[2Jaway\r\n" }),
    "SMTP_CHECK Bad greeting banner from server [198.51.100.1]:8080",
    `SMTP_CHECK on ${of}: the greeting is "421 go\u{FFFD}[2Jaway", expected 220`,
  ],
  [
    down(smtp, { kind: "smtp", command: "HELO x", expected: 250, reply: "500 no" }),
    "SMTP_CHECK Bad HELO response from server [198.51.100.1]:8080",
    `SMTP_CHECK on ${of}: the answer to HELO x is "500 no", expected 250`,
  ],
  [
    down({ ...smtp, connection: { ...network.connection, address: IpAddress.of("2001:db8::1"), port: 25 } }, refused),
    "SMTP_CHECK Could not connect to server [2001:db8::1]:25",
    `SMTP_CHECK on ${of}: connection refused (ECONNREFUSED)`,
  ],
  [
    down(smtp, lateConnection),
    "SMTP_CHECK Connection timeout to server [198.51.100.1]:8080",
    `SMTP_CHECK on ${of}: no connection within 5 s`,
  ],
  [
    down(smtp, { kind: "timeout", stage: "banner" }),
    "SMTP_CHECK Read timeout from server [198.51.100.1]:8080",
    `SMTP_CHECK on ${of}: no greeting within 5 s`,
  ],
  [
    down(smtp, { kind: "closed", stage: "banner", code: undefined }),
    "SMTP_CHECK Read failure from server [198.51.100.1]:8080",
    `SMTP_CHECK on ${of}: the connection ended before a greeting was complete`,
  ],
  [
    down(dns, { kind: "dns", code: "SERVFAIL" }),
    "DNS_CHECK ([198.51.100.1]:tcp:8080) read error occurred. (rcode = 2) after 2 retries",
    `DNS_CHECK on ${of}: A example.com was answered with SERVFAIL, expected NOERROR`,
  ],
  [
    down(dns, refused, 0),
    "DNS_CHECK ([198.51.100.1]:tcp:8080) failed to read socket; errno 111 (Connection refused)",
    `DNS_CHECK on ${of}: connection refused (ECONNREFUSED)`,
  ],
  [
    down(dns, { kind: "timeout", stage: "reply" }),
    "DNS_CHECK ([198.51.100.1]:tcp:8080) read timeout from socket after 2 retries",
    `DNS_CHECK on ${of}: no reply within 5 s`,
  ],
  [
    down(misc, { kind: "exited", status: 3, output: "one\ntwo\n\nthree\nfour\n" }),
    `${miscOf} failed after 2 retries (exited with status 3).`,
    `MISC_CHECK on ${of}: exited with status 3, expected 0`,
    "Misc check by [/usr/local/bin/look] said: two",
    "Misc check by [/usr/local/bin/look] said: three",
    "Misc check by [/usr/local/bin/look] said: four",
  ],
  [
    down({ ...miscCheck, dynamic: true }, { kind: "exited", status: 1, output: "" }, 1),
    `${miscOf} failed after 1 retry (exited with status 1).`,
    `MISC_CHECK on ${of}: exited with status 1, expected 0 or 2 to 255`,
  ],
  [
    down({ ...miscCheck, timing: { ...timing, retry: 0 } }, { kind: "signalled", signal: 9, output: "" }, 0),
    `${miscOf} failed with retry disabled (due to signal 9).`,
    `MISC_CHECK on ${of}: ended by signal 9`,
  ],
  [
    down(misc, { kind: "script-timeout", output: "" }, 0),
    `${miscOf} timed out.`,
    `MISC_CHECK on ${of}: ran longer than 3 s`,
  ],
  [
    failed(tcp, lateConnection),
    "-D TCP connection to [198.51.100.1]:tcp:8080 timeout.",
    `-D TCP_CHECK on ${of}: no connection within 5 s`,
  ],
  [
    failed(asked(tcp), refused),
    "TCP connection to [198.51.100.1]:tcp:8080 failed.",
    `TCP_CHECK on ${of}: connection refused (ECONNREFUSED)`,
  ],
  // The failure that ends it: the cause is told with the end.
  [failed(asked(tcp), refused, 0), "TCP connection to [198.51.100.1]:tcp:8080 failed."],
  [failed(tcp, refused, 0)],
  [failed(asked(smtp), refused, 0)],
  [{ ...member, kind: "check-failed", checker: asked(tcp), reason: refused, remaining: 0, wasUp: false }],
  [
    failed(asked(ping), { kind: "timeout", stage: "reply" }),
    "ICMP connection to address [198.51.100.1]:tcp:8080 timeout.",
    `ICMP CHECK on ${of}: no reply within 5 s`,
  ],
  [
    failed(asked(udp), { kind: "reply", message: "other bytes" }),
    "UDP check to [198.51.100.1]:tcp:8080 reply data mismatch.",
    `UDP_CHECK on ${of}: other bytes`,
  ],
  [failed(asked(httpGet), refused, 0), "Connection failed server [198.51.100.1]:tcp:8080."],
  [failed(asked(httpGet), lateConnection, 0), "Timeout connecting server [198.51.100.1]:tcp:8080."],
  [
    failed(asked(httpGet), { kind: "timeout", stage: "response" }, 0),
    "Timeout WEB read server [198.51.100.1]:tcp:8080.",
  ],
  [failed(asked(sslGet), { kind: "timeout", stage: "body" }, 0), "Timeout SSL read server [198.51.100.1]:tcp:8080."],
  [
    failed(asked(sslGet), { kind: "tls", message: "wrong version number" }, 0),
    "SSL handshake/communication error connecting to server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(httpGet), { kind: "closed", stage: "response", code: undefined }, 0),
    "Read, no data received from  server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(httpGet), { kind: "closed", stage: "response", code: "ECONNRESET" }, 0),
    "Read error with server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(httpGet), { kind: "status", path: "/", status: 500 }, 0),
    "HTTP status code error to server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(httpGet), { kind: "digest", path: "/", expected: "a", found: "b" }, 0),
    "MD5 digest error to server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(httpGet), { kind: "pattern", path: "/", expression: "x", inverted: false }, 0),
    "Regex match failed server [198.51.100.1]:tcp:8080.",
  ],
  [
    failed(asked(misc), { kind: "exited", status: 1, output: "" }),
    `${miscOf} failed, will do 2 retries (exited with status 1).`,
    `MISC_CHECK on ${of}: exited with status 1, expected 0`,
  ],
  [
    failed(asked(misc), { kind: "script-timeout", output: "" }, 1),
    `${miscOf} timed out on retry 1/2.`,
    `MISC_CHECK on ${of}: ran longer than 3 s`,
  ],
  [{ ...member, kind: "server-added" }, `Adding ${on} to VS [192.0.2.1]:tcp:80`],
  [{ ...member, kind: "server-removed" }, `Removing ${on} from VS [192.0.2.1]:tcp:80`],
  [{ ...member, kind: "server-removed", cause: "quorum" }],
  [{ ...member, kind: "server-enabled" }, `Enabling ${of}`],
  [{ ...member, kind: "server-disabled" }, `Disabling ${of}`],
  [
    { virtualServer: marked, server: realServer("198.51.100.1", 0), kind: "server-added" },
    "Adding service [198.51.100.1]:none:0 to VS FWM 5",
  ],
  [
    { virtualServer: group, server: realServer("198.51.100.1", 53), kind: "server-added" },
    "Adding service [198.51.100.1]:udp:53 to VS [G1]:0",
  ],
  [
    { virtualServer: groupOfMarks, server: realServer("198.51.100.1", 80), kind: "server-added" },
    "Adding service [198.51.100.1]:none:80 to VS [G3]:0",
  ],
  [
    { virtualServer: six, server: realServer("2001:db8:9::1", 443), kind: "server-added" },
    "Adding service [2001:db8:9::1]:sctp:443 to VS [2001:db8::7]:sctp:443",
  ],
  [{ ...member, kind: "weight-changed", from: 1, to: 5, active: true }, `Changing weight from 1 to 5 for active ${of}`],
  [
    { ...member, kind: "weight-changed", from: 1, to: 5, active: false },
    `Changing weight from 1 to 5 for inactive ${of}`,
  ],
  [quorum({}), "Gained quorum 2+1=3 <= 4 for VS [192.0.2.1]:tcp:80"],
  [quorum({ state: "lost", live: 0 }), "Lost quorum 2-1=1 > 0 for VS [192.0.2.1]:tcp:80"],
  [
    quorum({ state: "starts-down", live: 0, cause: "start", virtualServer: group }),
    "Starting with quorum down 2-1=1 > 0 for VS [G1]:0",
  ],
  [quorum({ state: "lost", cause: "stop" })],
  [
    { kind: "sorry-server-added", virtualServer: web, sorryServer: sorry },
    "Adding sorry server [198.51.100.9]:tcp:80 to VS [192.0.2.1]:tcp:80",
    "Removing alive servers from the pool for VS [192.0.2.1]:tcp:80",
  ],
  [
    { kind: "sorry-server-removed", virtualServer: web, sorryServer: sorry },
    "Removing sorry server [198.51.100.9]:tcp:80 from VS [192.0.2.1]:tcp:80",
    "Adding alive servers to the pool for VS [192.0.2.1]:tcp:80",
  ],
  [
    { kind: "sorry-server-added", virtualServer: web, sorryServer: { ...sorry, inhibitOnFailure: true } },
    "Enabling sorry server [198.51.100.9]:tcp:80 to VS [192.0.2.1]:tcp:80",
    "Removing alive servers from the pool for VS [192.0.2.1]:tcp:80",
  ],
  [
    { kind: "sorry-server-removed", virtualServer: web, sorryServer: { ...sorry, inhibitOnFailure: true } },
    "Disabling sorry server [198.51.100.9]:tcp:80 from VS [192.0.2.1]:tcp:80",
    "Adding alive servers to the pool for VS [192.0.2.1]:tcp:80",
  ],
  [
    {
      kind: "suspended",
      virtualServer: { ...web, realServers: [realServer("198.51.100.1", 80, { checkers: [tcp] })] },
    },
    "Suspending healthchecker for service [198.51.100.1]:tcp:80 for VS [192.0.2.1]:tcp:80",
  ],
  [
    { kind: "resumed", virtualServer: { ...web, realServers: [realServer("198.51.100.1", 80, { checkers: [tcp] })] } },
    "Activating healthchecker for service [198.51.100.1]:tcp:80 for VS [192.0.2.1]:tcp:80",
  ],
  [{ kind: "service-added", virtualServer: web }, "Adding Virtual Server [192.0.2.1]:tcp:80"],
  [{ kind: "service-removed", virtualServer: marked }, "Removing Virtual Server FWM 5"],
  [
    {
      ...member,
      kind: "server-state",
      state: "down",
      because: { checker: tcp, reason: refused },
      isFirst: false,
      cause: "check",
    },
  ],
  [{ ...member, kind: "server-removed", cause: "stop" }, `Shutting down ${on} from VS [192.0.2.1]:tcp:80`],
  [
    { ...member, kind: "server-removed", cause: "reload" },
    `${on} no longer exist`,
    `Removing ${on} from VS [192.0.2.1]:tcp:80`,
  ],
  [{ kind: "table-repaired", changes: 1 }, "An entry of the load balancer changed by somebody else - restored"],
  [{ kind: "table-repaired", changes: 3 }, "3 entries of the load balancer changed by somebody else - restored"],
];

for (const [event, ...lines] of golden) {
  const name = "checker" in event ? `${event.kind} ${event.checker.kind}` : event.kind;
  test(`${name}: ${lines[0] ?? "nothing"}`, () => {
    assert.deepEqual(
      lvsLogLines(event).map(({ text, detail }) => (detail ? `-D ${text}` : text)),
      lines,
    );
  });
}
