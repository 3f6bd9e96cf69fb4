import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

import { enterNetworkNamespace, insideNetworkNamespace } from "../../../src/platform/linux/network-namespace.ts";

/**
 * A client, this machine as the director, and two servers behind it whose router it is; all sockets are those of this
 * process, as starting others takes long here.
 */
const clientSide = ["192.0.2.9/24", "2001:db8:1::9/64"];
const serverSides = {
  one: ["198.51.100.11/24", "2001:db8:2::11/64"],
  two: ["198.51.100.12/24", "2001:db8:2::12/64"],
} as const;
/** IPv4 and IPv6: the address of the service, and those of the servers. */
export const families = {
  IPv4: { service: "192.0.2.1", servers: { one: "198.51.100.11", two: "198.51.100.12" } },
  IPv6: { service: "2001:db8:1::1", servers: { one: "2001:db8:2::11", two: "2001:db8:2::12" } },
} as const;

export type ServerName = keyof typeof serverSides;
const serverNames = ["one", "two"] as const;
const home = "/proc/1/ns/net";

export class SmallNetwork {
  readonly #servers: readonly Server[];
  readonly #sockets = new Set<Socket>();

  /** Each server answers whatever it gets with its name. */
  constructor(port: number) {
    const names = ["client", ...serverNames];
    ipBatch([
      ...names.map((name) => `netns add ${name}`),
      "link add front type veth peer name eth0 netns client",
      "link add back type bridge forward_delay 0",
      ...serverNames.flatMap((name) => [
        `link add ${name} type veth peer name eth0 netns ${name}`,
        `link set ${name} master back up`,
      ]),
      ...["front", "back"].map((name) => `link set ${name} up`),
      ...["192.0.2.1/24", "2001:db8:1::1/64"].map((address) => added(address, "front")),
      // A router asks for its neighbours from a link-local address.
      ...["198.51.100.1/24", "2001:db8:2::1/64", "fe80::1/64"].map((address) => added(address, "back")),
    ]);
    execFileSync("sysctl", ["-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]);
    this.#setUp("client", clientSide, []);
    for (const name of serverNames) this.#setUp(name, serverSides[name], ["198.51.100.1", "2001:db8:2::1"]);
    this.#servers = serverNames.map((name) =>
      insideNetworkNamespace(pathOf(name), () => createServer((socket) => this.#answer(socket, name)).listen(port)),
    );
  }

  /** A new connection of the client. */
  async connect(address: string, port: number): Promise<Socket> {
    enterNetworkNamespace(pathOf("client"));
    const socket = connect(port, address);
    const connected = once(socket, "connect");
    // The call to the kernel is made at the end of this turn.
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    enterNetworkNamespace(home);
    this.#sockets.add(socket);
    await connected;
    return socket;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const each of this.#servers) each.close();
    ipBatch(["link delete back", ...["client", ...serverNames].map((name) => `netns delete ${name}`)]);
  }

  #setUp(name: string, addresses: readonly string[], routers: readonly string[]): void {
    const lines = [
      ...addresses.map((address) => added(address, "eth0")),
      "link set eth0 up",
      ...routers.map((router) => `route add default via ${router}`),
    ];
    insideNetworkNamespace(pathOf(name), () => ipBatch(lines));
  }

  #answer(socket: Socket, name: string): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", () => socket.write(name));
    socket.on("end", () => socket.end());
  }
}

/** Who is at the other end. */
export async function ask(socket: Socket): Promise<string> {
  const answer = new Promise<string>((resolve, reject) => {
    socket.once("data", (bytes: Buffer) => resolve(bytes.toString()));
    socket.once("error", reject);
  });
  socket.write("?");
  return answer;
}

function added(address: string, name: string): string {
  return `address add ${address} dev ${name}${address.includes(":") ? " nodad" : ""}`;
}

function pathOf(name: string): string {
  return `/run/netns/${name}`;
}

function ipBatch(lines: readonly string[]): void {
  execFileSync("ip", ["-batch", "-"], { input: `${lines.join("\n")}\n` });
}
