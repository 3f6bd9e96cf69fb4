import { seconds } from "../../src/base/time.ts";
import { Topology } from "../../src/lab/index.ts";
import { holdfast, reference } from "../programs.ts";
import { measureScale, type ScaleResult } from "./measure.ts";

// `in-guest SERVER SERVERS PROGRAM...`: measures one program after the other and prints a line of JSON for each.

export type GuestScale = { readonly program: string; readonly result: ScaleResult };

const [, , server = "", servers = "", ...names] = process.argv;

for (const name of names) {
  const lab = await Topology.open({ nodes: { director: { interfaces: {} } } });
  try {
    const { daemon } = name === holdfast.name ? holdfast : reference;
    const options = ["-C", ...(name === holdfast.name ? ["--lvs-backend", "ipvs"] : [])];
    const words = [process.execPath, server];
    const size = { servers: Number(servers), time: seconds(10) };
    const result = await measureScale(lab, { program: daemon, options, ...size, server: words });
    const line: GuestScale = { program: name, result };
    console.log(JSON.stringify(line));
  } finally {
    await lab.close();
  }
}
