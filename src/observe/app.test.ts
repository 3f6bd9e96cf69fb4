import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, test } from "node:test";
import { sampleDocument, sampleRecord } from "./samples.ts";
import { connectionLimit } from "./server.ts";
import { closeSites, guarded, open, serve, type Site, token } from "./test-site.ts";

after(closeSites);

function status(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d+)/u.exec(answer)?.[1]);
}

async function refusal(response: Response): Promise<{ readonly code: string; readonly message: string }> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is asserted on is in it, or the assertion fails
  const { error } = (await response.json()) as { readonly error: { readonly code: string; readonly message: string } };
  return error;
}

const bearer = { Authorization: `Bearer ${token}` };

async function post(site: Site, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const type = { "Content-Type": "application/json" };
  return await site.get("/api/v1/commands", { method: "POST", body, headers: { ...type, ...headers } });
}

const plan = JSON.stringify({ command: "reload", plan: true });

test("the status is the document, and not sent again to who has it", async () => {
  const { get } = await serve(open);
  const first = await get("/api/v1/status");
  assert.equal(first.status, 200);
  assert.match(first.headers.get("content-type") ?? "", /^application\/json/u);
  assert.deepEqual(await first.json(), JSON.parse(JSON.stringify(sampleDocument)));
  const etag = first.headers.get("etag") ?? "";
  const again = await get("/api/v1/status", { headers: { "If-None-Match": `"x", W/${etag}` } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), "");
});

test("however many ask at once, the supervisor is asked once", async () => {
  const { get, supervisor } = await serve(open);
  const paths = ["/api/v1/status", "/metrics", "/healthz"];
  const all = await Promise.all(Array.from({ length: 30 }, async (_, index) => await get(paths[index % 3] ?? "")));
  assert(all.every(({ ok }) => ok));
  assert.equal(supervisor.questions.filter((method) => method === "status").length, 1);
});

test("health: 200 when all processes run and answer, else 503 and why", async () => {
  const well = await serve(open);
  const good = await well.get("/healthz");
  assert.deepEqual([good.status, await good.text()], [200, "ok\n"]);
  const quiet = await serve(open);
  quiet.supervisor.document = { ...sampleDocument, silent: ["checkers"] };
  const bad = await quiet.get("/healthz");
  assert.deepEqual([bad.status, await bad.text()], [503, "the checkers process does not answer\n"]);
  const gone = await serve(open);
  const [supervisor] = sampleDocument.daemon.processes;
  assert(supervisor !== undefined);
  const processes = [supervisor, { ...supervisor, name: "vrrp", pid: undefined } as const];
  gone.supervisor.document = { ...sampleDocument, daemon: { ...sampleDocument.daemon, processes } };
  assert.equal(await (await gone.get("/healthz")).text(), "the vrrp process does not run\n");
});

test("a supervisor that has gone is an answer in words", async () => {
  const { get, supervisor } = await serve(open);
  supervisor.end();
  const response = await get("/api/v1/status");
  assert.equal(response.status, 503);
  assert.deepEqual(await refusal(response), { code: "not-available", message: "The supervisor has gone" });
});

test("events come as they happen, and from where the reader was", async () => {
  const { get, supervisor } = await serve(open);
  await get("/healthz");
  const response = await get("/api/v1/events");
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body?.getReader();
  assert(reader !== undefined);
  const decoder = new TextDecoder();
  let text = "";
  const until = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) text += decoder.decode((await reader.read()).value);
  };
  await until("retry:");
  supervisor.record(sampleRecord(1));
  supervisor.record(sampleRecord(2));
  await until("id: 2\n");
  assert.match(text, /^id: 1\ndata: \{"id":1,.*\}\n\nid: 2\ndata: /mu);
  await reader.cancel();
  const resumed = await get("/api/v1/events", { headers: { "Last-Event-ID": "1" } });
  const again = resumed.body?.getReader();
  assert(again !== undefined);
  let rest = "";
  while (!rest.includes("id: 2")) rest += decoder.decode((await again.read()).value);
  assert.doesNotMatch(rest, /^id: 1$/mu);
  await again.cancel();
  for (const query of ["since=yesterday", "after=-1", "limit=x"]) {
    const wrong = await get(`/api/v1/events?${query}`);
    assert.equal(wrong.status, 400);
    assert.equal((await refusal(wrong)).code, "malformed");
  }
});

test("where it can be reached from elsewhere, a token is needed to read, and any other is refused", async () => {
  const { get } = await serve(guarded);
  for (const path of ["/api/v1/status", "/api/v1/events", "/api/v1/peers", "/metrics"]) {
    for (const authorization of [undefined, "Bearer", `Bearer ${token}x`, `Basic ${btoa(`x:${token}`)}`, token]) {
      const response = await get(
        path,
        authorization === undefined ? {} : { headers: { Authorization: authorization } },
      );
      assert.equal(response.status, 401, `${path} ${authorization}`);
      assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer/u);
      assert.doesNotMatch(await response.text(), /VI_1|192\.0\.2/u);
    }
  }
  assert.equal((await get("/api/v1/status", { headers: bearer })).status, 200);
  assert.equal((await get("/healthz")).status, 200);
  assert.equal((await get("/")).status, 200);
});

test("commands need a token everywhere, and go down with the address of who sent them", async () => {
  const site = await serve({ ...open, token });
  assert.equal((await post(site, plan)).status, 401);
  assert.equal((await post(site, plan, { Authorization: "Bearer wrong-wrong-wrong-" })).status, 401);
  assert.deepEqual(site.supervisor.commands, []);
  const done = await post(site, plan, bearer);
  assert.deepEqual([done.status, await done.json()], [200, { done: ["done"] }]);
  assert.deepEqual(site.supervisor.commands, [{ command: { command: "reload", plan: true }, user: "http 127.0.0.1" }]);
  const none = await serve(open);
  const refused = await post(none, plan, bearer);
  assert.equal(refused.status, 403);
  assert.match((await refusal(refused)).message, /only with --http-token-file/u);
  assert.deepEqual(none.supervisor.commands, []);
});

test("what the daemon refuses is told with a status that fits", async () => {
  const site = await serve({ ...open, token });
  for (const [code, expected] of [
    ["refused", 409],
    ["unknown-name", 404],
    ["busy", 503],
    ["not-available", 503],
    ["malformed", 400],
  ] as const) {
    site.supervisor.answerToCommand = { error: { code, message: "why" } };
    const response = await post(site, plan, bearer);
    assert.equal(response.status, expected);
    assert.deepEqual(await refusal(response), { code, message: "why" });
  }
});

test("malformed and oversized commands are refused, with what is wrong", async () => {
  const site = await serve({ ...open, token });
  for (const [body, wrong] of [
    ["", /must be a JSON object/u],
    ["{", /must be a JSON object/u],
    ["[]", /must be a JSON object/u],
    ["{}", /command/u],
    ['{"command":"explode"}', /maintenance, drain/u],
    ['{"command":"drain","service":"x"}', /server/u],
    ['{"command":"maintenance","on":"yes"}', /on/u],
    ['{"command":"reload","plan":true,"user":"root"}', /user/u],
    ['{"command":"weight","service":"a","server":"b","weight":-1}', /weight/u],
    [`{"command":"test-script","script":"${"x".repeat(2_000)}"}`, /script/u],
  ] as const) {
    const response = await post(site, body, bearer);
    assert.equal(response.status, 400, body);
    const { code, message } = await refusal(response);
    assert.equal(code, "malformed");
    assert.match(message, wrong);
  }
  const large = await post(site, `{"command":"${"x".repeat(20_000)}"}`, bearer);
  assert.equal(large.status, 413);
  assert.equal((await refusal(large)).code, "too-long");
  const chunks = ["20000", "x".repeat(0x20000), "0", "", ""].join("\r\n");
  const headers = `Host: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  const chunked = await site.raw(
    `POST /api/v1/commands HTTP/1.1\r\n${headers}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
  );
  assert.equal(status(chunked), 413);
  const form = await post(site, plan, { ...bearer, "Content-Type": "text/plain" });
  assert.equal(form.status, 415);
  assert.deepEqual(site.supervisor.commands, []);
});

test("nothing but reading is done by other methods", async () => {
  const { get, supervisor } = await serve({ ...open, token });
  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"]) {
    const response = await get("/api/v1/status", { method, headers: bearer });
    assert.equal(response.status, 405, method);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
  assert.equal((await get("/api/v1/commands", { headers: bearer })).status, 405);
  const head = await get("/api/v1/status", { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.deepEqual(supervisor.commands, []);
});

test("the name of a stranger that stands for this machine is not answered", async () => {
  const { raw } = await serve(open);
  const ask = async (headers: string): Promise<number> =>
    status(await raw(`GET /api/v1/status HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`));
  for (const host of ["localhost", "LOCALHOST:80", "127.0.0.1:9650", "127.1.2.3", "[::1]", "[::1]:9650"]) {
    assert.equal(await ask(`Host: ${host}\r\n`), 200, host);
  }
  for (const host of [
    "evil.example",
    "evil.example:9650",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.0.2.1",
    "localhost@evil.example",
    "[::2]",
    "",
  ]) {
    const answer = await ask(`Host: ${host}\r\n`);
    assert(answer === 421 || answer === 400, `${host}: ${answer}`);
  }
  const twice = await ask("Host: localhost\r\nHost: evil.example\r\n");
  assert(twice === 421 || twice === 400, String(twice));
  assert.equal(await ask(""), 400);
});

test("only pages of other nodes may read from another origin", async () => {
  const { get } = await serve(guarded);
  const peer = "http://192.0.2.2:9650";
  const allowed = await get("/api/v1/status", { headers: { ...bearer, Origin: peer } });
  assert.equal(allowed.headers.get("access-control-allow-origin"), peer);
  assert.equal(allowed.headers.get("access-control-allow-credentials"), null);
  assert.match(allowed.headers.get("vary") ?? "", /Origin/u);
  const question = await get("/api/v1/events", { method: "OPTIONS", headers: { Origin: peer } });
  assert.equal(question.status, 204);
  assert.equal(question.headers.get("access-control-allow-headers"), "Authorization, Last-Event-ID");
  assert.equal(question.headers.get("access-control-allow-methods"), "GET, HEAD");
  for (const origin of ["http://evil.example", "null", "http://192.0.2.2:9651", "https://192.0.2.2:9650"]) {
    const other = await get("/api/v1/status", { headers: { ...bearer, Origin: origin } });
    assert.equal(other.headers.get("access-control-allow-origin"), null, origin);
    const asked = await get("/api/v1/status", { method: "OPTIONS", headers: { Origin: origin } });
    assert.equal(asked.status, 405);
  }
  const command = await get("/api/v1/commands", { method: "OPTIONS", headers: { Origin: peer } });
  assert.equal(command.status, 405);
  assert.equal(command.headers.get("access-control-allow-origin"), null);
});

test("peers are those of the options", async () => {
  const { get } = await serve(guarded);
  const response = await get("/api/v1/peers", { headers: bearer });
  assert.deepEqual(await response.json(), { peers: [{ url: "http://192.0.2.2:9650" }] });
});

test("the page comes with headers that keep everything else out", async () => {
  const { get } = await serve(guarded);
  const index = await get("/");
  assert.equal(await index.text(), "<!doctype html>");
  assert.equal(index.headers.get("cache-control"), "no-cache");
  const policy = index.headers.get("content-security-policy") ?? "";
  assert.match(policy, /default-src 'none'/u);
  assert.match(policy, /script-src 'self'(?:;|$)/u);
  assert.match(policy, /connect-src 'self' http:\/\/192\.0\.2\.2:9650;/u);
  assert.match(policy, /frame-ancestors 'none'/u);
  assert.doesNotMatch(policy, /unsafe/u);
  assert.equal(index.headers.get("x-content-type-options"), "nosniff");
  assert.equal(index.headers.get("x-frame-options"), "DENY");
  assert.equal((await get("/", { headers: { "If-None-Match": '"1"' } })).status, 304);
  const script = await get("/assets/main-1.js");
  assert.match(script.headers.get("cache-control") ?? "", /immutable/u);
  const missing = await get("/missing");
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get("x-content-type-options"), "nosniff");
});

test("no path leads out of the page", async () => {
  const { raw } = await serve(open);
  for (const path of [
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/../../etc/passwd",
    "//etc/passwd",
    "/..\\..\\etc\\passwd",
    "/assets/%00",
    "/index.html%00.js",
    "/%",
    "http://evil.example/etc/passwd",
  ]) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    assert([400, 404].includes(status(answer)), `${path}: ${status(answer)}`);
    assert.doesNotMatch(answer, /root:/u);
  }
});

test("what is no HTTP, or too much of it, ends the connection with an answer", async () => {
  const { raw } = await serve(open);
  assert.equal(status(await raw("nonsense\r\n\r\n")), 400);
  assert.equal(status(await raw(`GET /${"x".repeat(9_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)), 431);
  assert.equal(status(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(9_000)}\r\n\r\n`)), 431);
  const smuggled =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
  assert.equal(status(await raw(smuggled)), 400);
});

test("who takes too long to say what is wanted is not waited for", async () => {
  const hasty = { headers: 50, request: 100, idle: 50, stuck: 1_000, look: 10 };
  const { raw } = await serve({ ...open, token }, hasty);
  assert.equal(status(await raw("GET / HTTP/1.1\r\nHost: lo")), 408);
  const head = `Host: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
  assert.equal(status(await raw(`POST /api/v1/commands HTTP/1.1\r\n${head}Content-Length: 9\r\n\r\n{"co`)), 408);
});

test("a reader that does not read is closed, and holds no more than its connection does", async () => {
  const { streams, supervisor, port, get } = await serve(open);
  await get("/healthz");
  const socket = connect(port, "127.0.0.1");
  const closed = once(socket, "close");
  socket.on("error", () => undefined);
  socket.write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await once(socket, "readable");
  assert.equal(streams.count, 1);
  socket.pause();
  const text = "x".repeat(500_000);
  let id = 0;
  while (streams.count > 0) {
    // More than the kernel keeps for both ends of a connection.
    assert(id < 200, "it is still there");
    id += 1;
    supervisor.record(sampleRecord(id, text));
    await get("/healthz");
  }
  socket.resume();
  await closed;
});

test("connections beyond the limit are closed as they come", async () => {
  const { server, port } = await serve(open);
  assert.equal(server.maxConnections, connectionLimit);
  server.maxConnections = 2;
  const sockets = [0, 1].map(() => connect(port, "127.0.0.1"));
  for (const socket of sockets) await once(socket, "connect");
  const third = connect(port, "127.0.0.1");
  third.on("error", () => undefined);
  await once(third.resume(), "close");
  for (const socket of sockets) socket.destroy();
});
