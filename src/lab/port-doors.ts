import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CommandError } from "./command.ts";
import { helperCommand, printHelperTask, type HelperCommand } from "./helper.ts";
import type { LabNode } from "./node.ts";

/** Ports of this process's loopback by the names of nodes, and the folder with the sockets through which they lead. */
export type DoorPlan = { readonly directory: string; readonly ports: Readonly<Record<string, number>> };

/**
 * Ports of this machine's loopback that lead to nodes of a lab, for a browser: nodes have networks of their own, but
 * share the file system, in which a socket leads from one to the other. The ports are there before the lab is.
 */
export class PortDoors {
  readonly plan: DoorPlan;
  readonly #servers: readonly Server[];
  readonly #sockets = new Set<Socket>();

  private constructor(directory: string, doors: readonly (readonly [string, Server])[]) {
    this.#servers = doors.map(([, server]) => server);
    this.plan = { directory, ports: Object.fromEntries(doors.map(([name, server]) => [name, portOf(server)])) };
    for (const [name, server] of doors) server.on("connection", (outside) => this.#lead(name, outside));
  }

  static async open(names: readonly string[]): Promise<PortDoors> {
    const directory = mkdtempSync(join(tmpdir(), "holdfast-doors-"));
    const doors = names.map(async (name) => [name, await listen()] as const);
    return new PortDoors(directory, await Promise.all(doors));
  }

  /** Whatever still goes through is cut off. Nothing is waited for: it can be done as the process ends. */
  close(): void {
    for (const server of this.#servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.plan.directory, { recursive: true, force: true });
  }

  #lead(name: string, outside: Socket): void {
    const inside = connect(join(this.plan.directory, name));
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      this.#sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        other.destroy();
        this.#sockets.delete(socket);
      });
    }
    outside.pipe(inside).pipe(outside);
  }
}

/** Makes the node's port reachable through its door. Resolves when it is; rejects with CommandError. */
export async function attachDoor(
  node: LabNode,
  port: number,
  directory: string,
  helper: HelperCommand = helperCommand(),
): Promise<void> {
  const options = { path: join(directory, node.name), port };
  await node.spawn([...helper, printHelperTask({ kind: "open-door", options })]).awaitLine(/^listening$/u);
}

async function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address === "object" && address !== null) return address.port;
  throw new CommandError("a server without a port");
}
