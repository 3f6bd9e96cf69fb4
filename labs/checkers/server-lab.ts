import { sourceProgram, Topology } from "../../src/lab/index.ts";

/** A director, 192.0.2.1 and 2001:db8::1, and the machine of all servers, 192.0.2.2 and 2001:db8::2. */
export async function openServerLab(): Promise<Topology> {
  const lab = await Topology.open({
    nodes: {
      director: { interfaces: { eth0: { addresses: ["192.0.2.1/24", "2001:db8::1/64", "fe80::1/64"] } } },
      server: { interfaces: { eth0: { addresses: ["192.0.2.2/24", "2001:db8::2/64", "fe80::2/64"] } } },
    },
  });
  const servers = lab.node("server").spawn(sourceProgram(new URL("servers-main.ts", import.meta.url)));
  await servers.awaitLine(/^ready$/u);
  return lab;
}
