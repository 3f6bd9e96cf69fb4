import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { after, before, describe } from "node:test";

import { IpAddress } from "../../src/base/ip-address.ts";
import { untilReal } from "../../src/platform/contract/patience.ts";
import { probeSocketsContract } from "../../src/platform/contract/probe-sockets.ts";
import { openProbeSockets } from "../../src/platform/linux/index.ts";
import { LinuxWorld } from "../platform/linux-world.ts";
import { reasonToSkip } from "../programs.ts";

// The sockets of Linux do what the contract says, over loopback in a namespace.

const addresses = { ipv4: IpAddress.of("127.0.0.1"), ipv6: IpAddress.of("::1") };
const ports = { echo: 7, ending: 8, resetting: 9, refusing: 10 };

describe("in a network namespace", { skip: await reasonToSkip() }, () => {
  let world: LinuxWorld;
  const servers: Server[] = [];
  const echo = createSocket("udp6");

  const listen = async (port: number, serve: (socket: Socket) => void): Promise<void> => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      serve(socket);
    });
    servers.push(server);
    await once(server.listen(port), "listening");
  };

  before(async () => {
    world = await LinuxWorld.open();
    await listen(ports.echo, (socket) => socket.pipe(socket));
    await listen(ports.ending, (socket) => socket.on("data", () => socket.end("bye")));
    await listen(ports.resetting, (socket) => socket.on("data", () => socket.resetAndDestroy()));
    echo.on("message", (bytes, { port, address }) => echo.send(bytes, port, address));
    echo.bind(ports.echo);
    await once(echo, "listening");
  });
  after(() => {
    for (const server of servers) server.close();
    echo.close();
    world.close();
  });

  probeSocketsContract("Linux", () => ({ sockets: openProbeSockets(), addresses, ports, until: untilReal }));
});
