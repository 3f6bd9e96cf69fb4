/**
 * Runs genhash against servers of its own, inside a network namespace, and prints what came of it as JSON: one entry
 * for each line of arguments, which stand in the program's own arguments as JSON. "HTTP" and "TLS" in them are the
 * ports.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer as createTcpServer, type AddressInfo, type Server } from "node:net";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";

export type Outcome = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

const [command = "", lines = "[]"] = process.argv.slice(2);

const pages: RequestListener = (request, response) => {
  const status = request.url === "/missing" ? 404 : 200;
  if (request.url === "/chunks") {
    response.write("hel");
    response.end("lo\n");
  } else if (request.url === "/host") response.writeHead(status).end(String(request.headers["host"]));
  else response.writeHead(status, { "Content-Length": "6", Connection: "close" }).end("hello\n");
};

const servers: Readonly<Record<string, Server>> = {
  HTTP: createServer(pages),
  TLS: createTlsServer({ cert: pem("server"), key: pem("server-key") }, pages),
  SILENT: createTcpServer(() => undefined),
  SHORT: createTcpServer((socket) => socket.end()),
};
const ports = new Map<string, string>();
for (const [name, server] of Object.entries(servers)) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  ports.set(name, String((server.address() as AddressInfo).port));
}

const outcomes: Outcome[] = [];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test has written it
for (const line of JSON.parse(lines) as readonly string[]) {
  outcomes.push(await run(line.split(" ").map((word) => ports.get(word) ?? word)));
}
process.stdout.write(JSON.stringify(outcomes));
process.exit();

/** The certificate of a server, which nobody has to believe here. */
function pem(name: string): string {
  return readFileSync(new URL(`../../labs/checkers/certificates/${name}.pem`, import.meta.url), "utf8");
}

async function run(words: readonly string[]): Promise<Outcome> {
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  return await new Promise((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
}
