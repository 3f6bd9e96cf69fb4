import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import { milliseconds, seconds, toMilliseconds } from "../../src/base/time.ts";
import type { BodyPattern, CheckerConfig, HttpCheck, TlsClientConfig } from "../../src/check/config.ts";
import type { CheckFailure, CheckOutcome } from "../../src/check/outcome.ts";
import { reasonToSkip } from "../programs.ts";
import { dnsCheck, httpCheck, miscCheck, pingCheck, smtpCheck, tcpCheck, udpCheck } from "./checks.ts";
import { certificatePath, closedPort, tcpPorts, udpPorts } from "./servers.ts";
import { millisecondsOf, printOutcome, Session } from "./session.ts";
import { ServerLab } from "./server-lab.ts";

// Every probe against good servers and against all kinds of bad ones, each a failure with its reason in its time.

const limit = milliseconds(300);
/** How much later than its time-out a failure may come. */
const slack = 100;

const servers = { ipv4: "192.0.2.2", ipv6: "2001:db8::2" } as const;
const nobody = { ipv4: "192.0.2.99", ipv6: "2001:db8::99" } as const;

const md5 = Buffer.from("6f5902ac237024bdd0c176cb93063dc4", "hex");
const tls = { sni: false, sniName: undefined };
const noTls: TlsClientConfig = {
  password: undefined,
  authorities: undefined,
  certificate: undefined,
  key: undefined,
};

function pattern(expression: string, given: Partial<BodyPattern> = {}): BodyPattern {
  const rest = { options: [], inverted: false, minimumOffset: 0, maximumOffset: undefined, stack: undefined };
  return { expression, ...rest, ...given };
}

const atOnce = 0;
const timeout = (stage: string): unknown => ({ kind: "timeout", stage });
const isPatient = ([, [, , earliest]]: readonly [string, BadServer]): boolean => earliest > atOnce;

/** An SSL_GET that names the server, or does not. */
const namedCheck = (port: number, name?: string): HttpCheck =>
  httpCheck({ address: servers.ipv4, port }, {}, { tls: { sni: name !== undefined, sniName: name } });

function bashCheck(script: string): CheckerConfig {
  const command = { words: ["/bin/bash", "-c", script] as const };
  return { ...miscCheck("", limit), script: { command, account: undefined } };
}

/**
 * A check, the reason of its failure or what tells whether it is right, and the milliseconds that it takes at least.
 */
type BadServer = readonly [config: CheckerConfig, expected: unknown, earliest: number];

type Named = readonly [name: string, outcome: CheckOutcome];

describe("checkers", { skip: await reasonToSkip() }, () => {
  let lab: ServerLab;
  let session: Session;

  before(async () => {
    lab = await ServerLab.open();
    ({ session } = lab);
  });
  after(async () => lab.close());

  const runAll = async (checks: readonly (readonly [string, BadServer])[] = []): Promise<readonly Named[]> =>
    Promise.all(checks.map(async ([name, [config]]) => [name, await session.run(config)] as const));
  const runScript = async (script: string, dynamic = false): Promise<string> =>
    printOutcome(await session.run(miscCheck(script, seconds(5), dynamic)));

  const hurried = { connectTimeout: limit };

  for (const family of ["ipv4", "ipv6"] as const) {
    const address = servers[family];
    const to = (port: number): { readonly address: string; readonly port: number } => ({ address, port });
    const http = (port: number, url: Parameters<typeof httpCheck>[1] = {}, given: Partial<HttpCheck> = {}): HttpCheck =>
      httpCheck(to(port), url, given, hurried);
    const https = (port: number): HttpCheck => http(port, {}, { tls });

    const good: Readonly<Record<string, CheckerConfig>> = {
      TCP_CHECK: tcpCheck(to(tcpPorts.hanging), hurried),
      "TCP_CHECK of a server that resets": tcpCheck(to(tcpPorts.resetting), hurried),
      HTTP_GET: http(tcpPorts.http),
      "HTTP_GET 1.1 with a digest": http(tcpPorts.http, { digest: md5 }, { protocol: "1.1" }),
      "HTTP_GET of a body in chunks": http(tcpPorts.chunked, { digest: md5 }),
      "HTTP_GET with a status": http(tcpPorts.notFound, { statusCodes: [{ first: 400, last: 404 }] }),
      "HTTP_GET with a pattern": http(tcpPorts.http, { pattern: pattern("wor.d$") }),
      "HTTP_GET without a match": http(tcpPorts.http, { pattern: pattern("error", { inverted: true }) }),
      SSL_GET: http(tcpPorts.https, {}, { tls }),
      "SSL_GET with an expired certificate, and no authority": http(tcpPorts.httpsExpired, {}, { tls }),
      "SSL_GET with a name": http(
        tcpPorts.https,
        { pattern: pattern("name www.example.com"), virtualHost: "www.example.com" },
        { tls: { sni: true, sniName: undefined } },
      ),
      "SSL_GET that ends with close_notify": http(tcpPorts.https, { closeNotify: true }, { tls }),
      SMTP_CHECK: smtpCheck(to(tcpPorts.smtp), hurried),
      DNS_CHECK: dnsCheck(to(udpPorts.dns), hurried),
      "DNS_CHECK with a truncated answer": dnsCheck(to(udpPorts.dnsTruncating), hurried),
      UDP_CHECK: udpCheck(to(udpPorts.silent), {}, hurried),
      "UDP_CHECK with a reply": udpCheck(
        to(udpPorts.dns),
        {
          payload: Uint8Array.of(1, 2, 3),
          reply: {
            pattern: { bytes: Uint8Array.of(1, 2, 0x80), mask: Uint8Array.of(0xff, 0xff, 0xf0) },
            minimumLength: 3,
            maximumLength: 3,
          },
        },
        hurried,
      ),
      PING_CHECK: pingCheck(address, hurried),
      "a mark, an interface and a port": tcpCheck(to(tcpPorts.http), {
        mark: 7,
        source: { address: undefined, port: 7777, interface: "eth0" },
      }),
      "PING_CHECK with a mark and an interface": pingCheck(address, {
        mark: 7,
        source: { address: undefined, port: undefined, interface: "eth0" },
      }),
    };

    test(`good servers, ${family}`, async () => {
      const outcomes = await Promise.all(
        Object.entries(good).map(async ([name, config]) => [name, printOutcome(await session.run(config))] as const),
      );
      for (const [name, outcome] of outcomes) assert.equal(outcome, "success", name);
    });

    const inTime = toMilliseconds(limit);
    const bad: Readonly<Record<string, BadServer>> = {
      "TCP_CHECK refused": [tcpCheck(to(closedPort), hurried), { kind: "connect", code: "ECONNREFUSED" }, atOnce],
      "TCP_CHECK of nobody": [tcpCheck({ address: nobody[family], port: 80 }, hurried), timeout("connect"), inTime],
      "HTTP_GET hanging": [http(tcpPorts.hanging), timeout("response"), inTime],
      "HTTP_GET reset": [http(tcpPorts.resetting), { kind: "closed", stage: "response", code: "ECONNRESET" }, atOnce],
      "HTTP_GET closed": [http(tcpPorts.closing), { kind: "closed", stage: "response", code: undefined }, atOnce],
      "HTTP_GET endless body": [http(tcpPorts.endlessBody), { kind: "too-long", limit: 16 * 1024 * 1024 }, atOnce],
      "HTTP_GET endless body to be searched": [
        http(tcpPorts.endlessBody, { pattern: pattern("y") }),
        { kind: "too-long", limit: 1024 * 1024 },
        atOnce,
      ],
      "HTTP_GET endless head": [http(tcpPorts.endlessHead), { kind: "too-long", limit: 64 * 1024 }, atOnce],
      "HTTP_GET garbage": [
        http(tcpPorts.garbage),
        {
          kind: "protocol",
          stage: "response",
          message: 'expected a status line such as HTTP/1.1 200 OK, got "SSH-2.0-OpenSSH_9.2p1 Debian-2.."',
        },
        atOnce,
      ],
      "HTTP_GET dripping head": [http(tcpPorts.drippingHead), timeout("response"), inTime],
      "HTTP_GET dripping body": [http(tcpPorts.drippingBody), timeout("body"), inTime],
      "HTTP_GET status": [http(tcpPorts.notFound), { kind: "status", path: "/", status: 404 }, atOnce],
      "HTTP_GET digest": [
        http(tcpPorts.mirror, { digest: md5 }),
        (reason: CheckFailure) => reason.kind === "digest" && reason.expected === md5.toString("hex"),
        atOnce,
      ],
      "HTTP_GET pattern": [
        http(tcpPorts.http, { pattern: pattern("jello") }),
        { kind: "pattern", path: "/", expression: "jello", inverted: false },
        atOnce,
      ],
      "HTTP_GET pattern that must not match": [
        http(tcpPorts.http, { pattern: pattern("hello", { inverted: true }) }),
        { kind: "pattern", path: "/", expression: "hello", inverted: true },
        atOnce,
      ],
      "SSL_GET hanging": [https(tcpPorts.hanging), timeout("handshake"), inTime],
      "SSL_GET reset": [https(tcpPorts.resetting), { kind: "closed", stage: "handshake", code: "ECONNRESET" }, atOnce],
      "SSL_GET of clear text": [https(tcpPorts.http), { kind: "tls", message: "wrong version number" }, atOnce],
      "SMTP_CHECK hanging": [smtpCheck(to(tcpPorts.hanging), hurried), timeout("banner"), inTime],
      "SMTP_CHECK refusing": [
        smtpCheck(to(tcpPorts.smtpRefusing), hurried),
        { kind: "smtp", command: "connection", expected: 220, reply: "554 no service here" },
        atOnce,
      ],
      "SMTP_CHECK without HELO": [
        smtpCheck(to(tcpPorts.smtpUnknowing), hurried),
        { kind: "smtp", command: "HELO checker.example.com", expected: 250, reply: "502 what?" },
        atOnce,
      ],
      "SMTP_CHECK endless": [smtpCheck(to(tcpPorts.smtpEndless), hurried), { kind: "too-long", limit: 65_536 }, atOnce],
      "DNS_CHECK refused": [dnsCheck(to(closedPort), hurried), { kind: "connect", code: "ECONNREFUSED" }, atOnce],
      "DNS_CHECK silent": [dnsCheck(to(udpPorts.silent), hurried), timeout("response"), inTime],
      "DNS_CHECK with another id": [
        dnsCheck(to(udpPorts.dnsOtherId), hurried),
        (reason: CheckFailure) =>
          reason.kind === "protocol" && /^expected .* id \d+, only got an answer with id \d+$/u.test(reason.message),
        inTime,
      ],
      "DNS_CHECK failing": [dnsCheck(to(udpPorts.dnsFailing), hurried), { kind: "dns", code: "SERVFAIL" }, atOnce],
      "UDP_CHECK refused": [udpCheck(to(closedPort), {}, hurried), { kind: "connect", code: "ECONNREFUSED" }, atOnce],
      "UDP_CHECK without the reply": [
        udpCheck(to(udpPorts.silent), { reply: { pattern: undefined, minimumLength: 0, maximumLength: 255 } }, hurried),
        timeout("reply"),
        inTime,
      ],
      "PING_CHECK of nobody": [pingCheck(nobody[family], hurried), timeout("reply"), inTime],
      "an interface that is not there": [
        tcpCheck(to(tcpPorts.http), { source: { address: undefined, port: undefined, interface: "eth9" } }),
        (reason: CheckFailure) => reason.kind === "impossible" && reason.message.startsWith("bind_if: ENODEV"),
        atOnce,
      ],
    };

    test(`bad servers, ${family}`, async () => {
      const [patient, hasty] = [true, false].map((which) =>
        Object.entries(bad).filter((each) => isPatient(each) === which),
      );
      // Floods of some megabytes would get in the way of those whose time is measured.
      for (const [name, outcome] of [...(await runAll(hasty)), ...(await runAll(patient))]) {
        const [, expected, earliest] = bad[name] ?? [];
        assert.equal(outcome.kind, "failure", name);
        if (outcome.kind !== "failure") continue;
        if (typeof expected === "function") assert.ok(expected(outcome.reason), `${name}: ${printOutcome(outcome)}`);
        else assert.deepEqual(outcome.reason, expected, name);
        const took = millisecondsOf(outcome);
        assert.ok(took >= (earliest ?? 0), `${name} took ${took} ms`);
        assert.ok(took <= inTime + slack, `${name} took ${took} ms`);
      }
    });
  }

  test("link-local addresses are those of bind_if", async () => {
    const address = "fe80::2";
    const given = { source: { address: IpAddress.of("fe80::1"), port: undefined, interface: "eth0" } };
    for (const config of [
      tcpCheck({ address, port: tcpPorts.http }, given),
      dnsCheck({ address, port: udpPorts.dns }, given),
      pingCheck(address, given),
    ]) {
      assert.equal(printOutcome(await session.run(config)), "success", config.kind);
    }
  });

  test("certificates are verified when an authority is named", async () => {
    const believing = new Session({ ...noTls, authorities: certificatePath("authority") });
    try {
      assert.equal(printOutcome(await believing.run(namedCheck(tcpPorts.https))), "success");
      assert.equal(printOutcome(await believing.run(namedCheck(tcpPorts.https, "www.example.com"))), "success");
      for (const [port, name, message] of [
        [tcpPorts.httpsStranger, undefined, /self-signed certificate/u],
        [tcpPorts.httpsExpired, undefined, /certificate has expired/u],
        [tcpPorts.https, "other.example.com", /not in the cert's altnames/u],
      ] as const) {
        const outcome = await believing.run(namedCheck(port, name));
        const reason = outcome.kind === "failure" ? outcome.reason : undefined;
        assert.match(reason?.kind === "tls" ? reason.message : "", message);
      }
    } finally {
      believing.close();
    }
  });

  test("a client certificate is shown, its key opened with the password", async () => {
    const certificate = certificatePath("client");
    const key = certificatePath("client-locked-key");
    const check = httpCheck(
      { address: servers.ipv4, port: tcpPorts.https },
      { pattern: pattern("client client.example.com") },
      { tls },
    );
    const run = async (config: TlsClientConfig): Promise<string> => {
      const known = new Session(config);
      try {
        return printOutcome(await known.run(check));
      } finally {
        known.close();
      }
    };
    assert.equal(await run({ ...noTls, certificate, key, password: "secret" }), "success");
    const wrong = await run({ ...noTls, certificate, key, password: "sesame" });
    assert.match(wrong, /^\{"kind":"impossible","message":"SSL block: /u);
    assert.ok(!wrong.includes("sesame"));
    assert.match(await run({ ...noTls, authorities: "/missing" }), /cannot read ca \/missing: ENOENT/u);
  });

  test("scripts", async () => {
    assert.equal(await runScript("exit 0"), "success");
    assert.equal(await runScript("echo no; exit 1", true), '{"kind":"exited","status":1,"output":"no\\n"}');
    assert.equal(await runScript("exit 7"), '{"kind":"exited","status":7,"output":""}');
    assert.equal(await runScript("exit 7", true), "success, weight 5");
    assert.equal(await runScript("exit 255", true), "success, weight 253");
    assert.equal(await runScript("exit 0", true), "success");
    assert.equal(await runScript("kill -SEGV $$"), '{"kind":"signalled","signal":11,"output":""}');
  });

  test("a script that ignores TERM fails in time, and is gone with all that it has started", async () => {
    const mark = `holdfast-lab-${process.pid}`;
    const endless = `trap "" TERM; echo trying; (trap "" TERM; exec -a ${mark} sleep 600) & sleep 600; sleep 600`;
    const polite = `(trap "" TERM; exec -a ${mark} sleep 600) & echo trying; sleep 600`;
    const outcomes = await Promise.all([endless, polite].map(async (script) => session.run(bashCheck(script))));
    for (const outcome of outcomes) {
      assert.equal(printOutcome(outcome), '{"kind":"script-timeout","output":"trying\\n"}');
      assert.ok(millisecondsOf(outcome) <= toMilliseconds(limit) + slack);
    }
    assert.equal(running(mark) > 0, true);
    // A second later what is left is killed.
    await settle(() => running(mark) === 0);
    assert.equal(running(mark), 0);
  });

  test("what is cancelled is never told, and leaves nothing open", async () => {
    const atFirst = openDescriptors();
    const { probes } = session;
    const at = (port: number): { readonly address: string; readonly port: number } => ({
      address: servers.ipv4,
      port,
    });
    const configs: readonly CheckerConfig[] = [
      tcpCheck(at(tcpPorts.http)),
      httpCheck(at(tcpPorts.hanging)),
      httpCheck(at(tcpPorts.https), {}, { tls }),
      smtpCheck(at(tcpPorts.smtp)),
      dnsCheck(at(udpPorts.silent)),
      udpCheck(at(udpPorts.dns)),
      pingCheck(servers.ipv4),
      miscCheck("sleep 600"),
    ];
    const address = IpAddress.of(servers.ipv4);
    const runs = configs.map((config) =>
      probes.run({ config, address, port: 1, step: 0 }, () => assert.fail(`${config.kind} was told`)),
    );
    for (const run of runs) {
      run.cancel();
      run.cancel();
    }
    // The processes have ended, and everything that was sent has been answered, when another check of each is through.
    for (const config of [tcpCheck(at(tcpPorts.http)), miscCheck("exit 0"), dnsCheck(at(udpPorts.dns))]) {
      assert.equal(printOutcome(await session.run(config)), "success");
    }
    await settle(() => openDescriptors() <= atFirst);
    assert.ok(openDescriptors() <= atFirst, `${openDescriptors()} descriptors, ${atFirst} at first`);
  });

  test("the requests are those of C Keepalived 2.2.7, byte for byte", async () => {
    const lines = "User-Agent: KeepAliveClient\r\n";
    const cases: readonly (readonly [Partial<HttpCheck>, string | undefined, string])[] = [
      [{}, undefined, `GET /a HTTP/1.0\r\n${lines}Host: 192.0.2.2:8011\r\n\r\n`],
      [{ protocol: "1.0C" }, undefined, `GET /a HTTP/1.0\r\n${lines}Connection: close\r\nHost: 192.0.2.2:8011\r\n\r\n`],
      [{ protocol: "1.1" }, undefined, `GET /a HTTP/1.1\r\n${lines}Connection: close\r\nHost: 192.0.2.2:8011\r\n\r\n`],
      [{}, "www.example.com", `GET /a HTTP/1.0\r\n${lines}Host: www.example.com\r\n\r\n`],
    ];
    for (const [given, virtualHost, request] of cases) {
      const quoted = pattern(`\\A\\Q${request}\\E\\z`);
      const check = httpCheck(
        { address: servers.ipv4, port: tcpPorts.mirror },
        { path: "/a", virtualHost, pattern: quoted },
        given,
      );
      assert.equal(printOutcome(await session.run(check)), "success", request);
    }
    const request = `GET /six HTTP/1.1\r\n${lines}Connection: close\r\nHost: [2001:db8::2]:8011\r\n\r\n`;
    const check = httpCheck(
      { address: servers.ipv6, port: tcpPorts.mirror },
      { path: "/six", pattern: pattern(`\\A\\Q${request}\\E\\z`) },
      { protocol: "1.1" },
    );
    assert.equal(printOutcome(await session.run(check)), "success", request);
  });
});

function openDescriptors(): number {
  return readdirSync("/proc/self/fd").length;
}

/** Processes of that name, which nothing else has. */
function running(name: string): number {
  return readdirSync("/proc").filter((pid) => /^\d+$/u.test(pid) && commandLine(pid).startsWith(name)).length;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

async function settle(isSettled: () => boolean): Promise<void> {
  const patience = performance.now() + 5000;
  while (!isSettled() && performance.now() < patience) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
