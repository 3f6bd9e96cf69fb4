import { createServer, connect } from "node:net";

/** A socket in the file system, and the port of this machine's loopback that lies behind it. */
export type DoorOptions = { readonly path: string; readonly port: number };

/** Leads whoever connects to a socket in the file system to a port of the network that this process lives in. */
export function openDoor({ path, port }: DoorOptions, tell: (line: string) => void): void {
  const server = createServer((outside) => {
    const inside = connect({ host: "127.0.0.1", port });
    outside.pipe(inside).pipe(outside);
    outside.on("error", () => inside.destroy()).on("close", () => inside.destroy());
    inside.on("error", () => outside.destroy()).on("close", () => outside.destroy());
  });
  server.on("error", (error) => {
    tell(`cannot listen: ${error.message}`);
    process.exit(1);
  });
  server.listen(path, () => tell("listening"));
}
