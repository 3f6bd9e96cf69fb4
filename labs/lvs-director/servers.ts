import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";

import { runRelay } from "../notifications/relay.ts";
import { perform } from "./actor.ts";
import { makeCertificate } from "./certificate.ts";
import { openMailServer, type MailServer } from "./mail-server.ts";

/** A real server: answers with its name, at an address of its own. */
export type ServerSpec = {
  readonly name: string;
  readonly kind: "http" | "https" | "smtp";
  readonly address: string;
  readonly port: number;
};

export type ServersCommand =
  | { readonly do: "open"; readonly server: ServerSpec }
  /** As a process dies: it listens no more, and its connections are reset. */
  | { readonly do: "die"; readonly name: string }
  /** The bodies of a web server's pages by path; any other path shows its name. */
  | { readonly do: "show"; readonly name: string; readonly pages: Readonly<Record<string, string>> }
  /** What an SMTP server says to everyone who connects; undefined: welcome. */
  | { readonly do: "refuse"; readonly name: string; readonly reply?: string };

/** A connection to this path stays, and everything is sent back. */
export const echoPath = "/echo";

/** The header that names the server. */
export const serverHeader = "x-server";

type Open = { readonly server: Server; readonly connections: Set<Socket> };

const open = new Map<string, Open>();
const mailServers = new Map<string, MailServer>();
const pages = new Map<string, Readonly<Record<string, string>>>();

/** The part of all real servers of a stage, and of the relay that takes the director's mails. */
export function playServers(): void {
  runRelay();
  perform<ServersCommand>(async (command) => {
    switch (command.do) {
      case "open":
        return command.server.kind === "smtp" ? openMail(command.server) : openWeb(command.server);
      case "die":
        return die(command.name);
      case "show":
        pages.set(command.name, command.pages);
        return undefined;
      case "refuse":
        mailServers.get(command.name)?.refuse(command.reply);
        return undefined;
      default:
        throw new RangeError(`no such command: ${JSON.stringify(command)}`);
    }
  });
}

async function openMail({ name, address, port }: ServerSpec): Promise<void> {
  mailServers.set(name, await openMailServer(name, address, port));
}

async function openWeb({ name, kind, address, port }: ServerSpec): Promise<void> {
  const connections = new Set<Socket>();
  const serve = (socket: Socket): void => serveWeb(name, socket);
  const server = kind === "https" ? createTlsServer(makeCertificate(name), serve) : createServer(serve);
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.on("close", () => connections.delete(socket));
  });
  server.listen({ host: address, port, backlog: 4096 });
  await once(server, "listening");
  open.set(name, { server, connections });
}

async function die(name: string): Promise<void> {
  const { server, connections } = open.get(name) ?? {};
  if (server === undefined) throw new RangeError(`${name} is not there`);
  open.delete(name);
  const closed = once(server, "close");
  server.close();
  for (const connection of connections ?? []) connection.resetAndDestroy();
  await closed;
}

/** As little of HTTP as a check and a customer need: one request, one answer, and the end. */
function serveWeb(name: string, socket: Socket): void {
  let request = "";
  const read = (chunk: string): void => {
    request += chunk;
    if (!request.includes("\r\n\r\n")) return;
    socket.off("data", read);
    const path = request.split(" ", 2)[1] ?? "/";
    if (path === echoPath) {
      socket.write(`HTTP/1.0 200 OK\r\n${serverHeader}: ${name}\r\n\r\n`);
      socket.pipe(socket);
    } else {
      const body = pages.get(name)?.[path] ?? `${name}\n`;
      const length = Buffer.byteLength(body);
      socket.end(`HTTP/1.0 200 OK\r\n${serverHeader}: ${name}\r\nContent-Length: ${length}\r\n\r\n${body}`);
    }
  };
  socket.setEncoding("latin1").on("data", read);
  // A customer that has its answer leaves with a reset.
  socket.on("error", () => socket.destroy());
}
