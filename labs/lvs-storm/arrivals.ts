import type { Instant } from "../../src/base/time.ts";
import type { LabNode, Program } from "../../src/lab/index.ts";
import { descendants, signalProcess } from "../../src/lab/process-tree.ts";
import { PcapReader } from "../../src/lab/pcap.ts";

/** A request on its way from the director to a real server; `time` is the kernel's, in microseconds since 1970. */
export type Arrival = { readonly time: Instant; readonly server: string };

/** How many are kept: more than any storm has requests. */
const keptArrivals = 1_000_000;

/** Ethernet and IPv4 without options. */
const networkAt = 14;
const transportAt = 34;

/**
 * Requests of customers as the director sends them out: the first segment of each connection. What is sent a second
 * time because nobody has answered goes where the first one went, and is no request of its own.
 */
export class Arrivals {
  readonly #program: Program;
  readonly #list: Arrival[] = [];
  readonly #seen = new Set<string>();

  private constructor(program: Program) {
    this.#program = program;
    const reader = new PcapReader();
    program.output.on("data", (chunk: Uint8Array) => {
      for (const { time, bytes } of reader.push(chunk)) this.#add(time, bytes);
    });
  }

  /** Those that leave by `link` and come from `customers`, a network such as "192.168.200.0/24". */
  static async watch(director: LabNode, link: string, customers: string): Promise<Arrivals> {
    const wanted = `tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn and src net ${customers}`;
    const room = ["--snapshot-length=64", "--buffer-size=32768"];
    const mode = ["-U", "--time-stamp-precision=nano", "-Z", "root", "-Q", "out", ...room];
    const command = ["tcpdump", "-n", ...mode, "-i", link, "-w", "-", wanted];
    const program = director.namespace.spawn(command, { binary: true });
    const arrivals = new Arrivals(program);
    await program.awaitLine(/listening on/u);
    return arrivals;
  }

  get list(): readonly Arrival[] {
    return this.#list;
  }

  /** The end: all have been read. How many are not in the list because the capture had no room for them. */
  async stop(): Promise<number> {
    const tcpdump = this.#program.pid === undefined ? undefined : descendants(this.#program.pid).at(-1);
    if (tcpdump !== undefined) signalProcess(tcpdump, "SIGTERM");
    const { text } = await this.#program.awaitLine(/^\d+ packets? dropped by kernel/u);
    return Number.parseInt(text, 10);
  }

  #add(time: Instant, bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const connection = [
      view.getUint32(networkAt + 12),
      view.getUint16(transportAt),
      view.getUint32(transportAt + 4),
    ].join();
    if (this.#seen.has(connection) || this.#list.length >= keptArrivals) return;
    this.#seen.add(connection);
    this.#list.push({ time, server: [...bytes.subarray(networkAt + 16, networkAt + 20)].join(".") });
  }
}
