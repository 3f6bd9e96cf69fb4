import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

/**
 * The servers that the labs of checkers look at, good ones and bad ones, by their ports. They listen on every address
 * of the machine that runs them.
 */
export const tcpPorts = {
  http: 8000,
  chunked: 8001,
  notFound: 8002,
  /** Accepts, and says nothing. */
  hanging: 8003,
  /** Resets the connection when it is spoken to. */
  resetting: 8004,
  endlessBody: 8005,
  endlessHead: 8006,
  /** Speaks another protocol. */
  garbage: 8007,
  /** A byte now and then, for ever. */
  drippingHead: 8008,
  drippingBody: 8009,
  /** Ends the connection without a word. */
  closing: 8010,
  /** Says what it was asked, in the body. */
  mirror: 8011,
  smtp: 2500,
  smtpRefusing: 2501,
  smtpEndless: 2502,
  smtpUnknowing: 2503,
  https: 4430,
  httpsStranger: 4431,
  httpsExpired: 4432,
} as const;

export const udpPorts = { dns: 5300, dnsOtherId: 5301, dnsFailing: 5302, dnsTruncating: 5303, silent: 5304 } as const;

/** Milliseconds between two bytes of those that drip. */
const dripInterval = 40;

export const page = "hello world\n";
export const closedPort = 9;

const certificates = new URL("certificates/", import.meta.url);

/** The path of a file of this lab. */
export function certificatePath(name: string): string {
  return new URL(`${name}.pem`, certificates).pathname;
}

const head = "HTTP/1.1 200 OK\r\n";
const whole = `${head}Content-Length: ${page.length}\r\n\r\n${page}`;

type Answer = (socket: Socket, request: string) => void;

const answers: Readonly<Record<Exclude<keyof typeof tcpPorts, `smtp${string}` | `https${string}`>, Answer>> = {
  http: (socket) => socket.end(whole),
  chunked: (socket) =>
    socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n6;x=y\r\nworld\n\r\n0\r\n\r\n`),
  notFound: (socket) => socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
  hanging: () => {},
  resetting: (socket) => socket.resetAndDestroy(),
  endlessBody: (socket) => flood(socket, `${head}\r\n`, "x".repeat(65_536)),
  endlessHead: (socket) => flood(socket, head, "X-Header: value\r\n".repeat(1000)),
  garbage: (socket) => socket.write("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
  drippingHead: (socket) => drip(socket, head),
  drippingBody: (socket) => drip(socket, `${head}\r\n`),
  closing: (socket) => socket.end(),
  mirror: (socket, request) => socket.end(`HTTP/1.0 200 OK\r\n\r\n${request}`),
};

/** Prints "ready" when all are. Ends with its standard input. */
export async function runServers(): Promise<void> {
  const listening: Promise<unknown>[] = [];
  for (const [name, answer] of Object.entries(answers)) {
    const port = Object.entries(tcpPorts).find(([each]) => each === name)?.[1];
    listening.push(listen(port ?? 0, (socket) => socket.on("data", (bytes) => answer(socket, bytes.toString()))));
  }
  listening.push(
    listen(tcpPorts.smtp, (socket) =>
      talkSmtp(socket, "220-mail.example.com\r\n220 ESMTP\r\n", "250-mail\r\n250 HELP\r\n"),
    ),
    listen(tcpPorts.smtpRefusing, (socket) => socket.write("554 no service here\r\n")),
    listen(tcpPorts.smtpEndless, (socket) => flood(socket, "", "220-and so on\r\n".repeat(1000))),
    listen(tcpPorts.smtpUnknowing, (socket) => talkSmtp(socket, "220 ESMTP\r\n", "502 what?\r\n")),
    listenTls(tcpPorts.https, "server"),
    listenTls(tcpPorts.httpsStranger, "stranger"),
    listenTls(tcpPorts.httpsExpired, "expired"),
    answerDns(udpPorts.dns, () => {}),
    answerDns(udpPorts.dnsOtherId, (bytes) => bytes.writeUInt16BE(bytes.readUInt16BE(0) ^ 1, 0)),
    answerDns(udpPorts.dnsFailing, (bytes) => bytes.writeUInt8(2, 3)),
    answerDns(udpPorts.dnsTruncating, (bytes) => bytes.writeUInt8(bytes.readUInt8(2) | 2, 2)),
    bindSilent(udpPorts.silent),
  );
  await Promise.all(listening);
  console.log("ready");
  process.stdin.on("end", () => process.exit(0)).resume();
}

async function listen(port: number, greet: (socket: Socket) => void): Promise<void> {
  return new Promise((resolve) => {
    createServer((socket) => {
      socket.on("error", () => {});
      greet(socket);
    }).listen({ port, backlog: 4096 }, resolve);
  });
}

async function listenTls(port: number, name: string): Promise<void> {
  const key = readFileSync(certificatePath(`${name}-key`));
  const cert = readFileSync(certificatePath(name));
  const options = { key, cert, ca: readFileSync(certificatePath("authority")), requestCert: true };
  return new Promise((resolve) => {
    createTlsServer({ ...options, rejectUnauthorized: false }, (socket) => {
      const peer = socket.authorized ? String(socket.getPeerCertificate().subject.CN) : "nobody";
      const servername = "servername" in socket ? String(socket.servername) : "";
      const body = `${page}name ${servername} client ${peer}\n`;
      socket.on("error", () => {});
      socket.on("data", () => socket.end(`${head}Content-Length: ${body.length}\r\n\r\n${body}`));
    })
      .on("tlsClientError", () => {})
      .listen({ port, backlog: 4096 }, resolve);
  });
}

function talkSmtp(socket: Socket, greeting: string, welcome: string): void {
  socket.write(greeting);
  socket.on("data", (bytes) => {
    if (bytes.toString().startsWith("HELO checker.example.com\r\n")) socket.write(welcome);
    else if (bytes.toString() === "QUIT\r\n") socket.end("221 bye\r\n");
  });
}

function flood(socket: Socket, first: string, more: string): void {
  socket.write(first);
  const write = (): void => {
    while (!socket.destroyed && socket.write(more));
  };
  socket.on("drain", write);
  write();
}

function drip(socket: Socket, first: string): void {
  socket.write(first);
  const timer = setInterval(() => socket.write("x"), dripInterval);
  socket.on("close", () => clearInterval(timer));
}

async function answerDns(port: number, change: (bytes: Buffer) => void): Promise<void> {
  const socket = createSocket("udp6");
  socket.on("message", (bytes, { port: from, address }) => {
    bytes.writeUInt8(bytes.readUInt8(2) | 0x80, 2);
    change(bytes);
    socket.send(bytes, from, address);
  });
  return new Promise((resolve) => {
    socket.bind(port, resolve);
  });
}

async function bindSilent(port: number): Promise<void> {
  const socket = createSocket("udp6");
  return new Promise((resolve) => {
    socket.bind(port, resolve);
  });
}
