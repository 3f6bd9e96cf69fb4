import assert from "node:assert/strict";

import { elapsed, instant, type Instant, toMilliseconds } from "../../src/base/time.ts";
import { type LabNode, Owners, Topology, wallClock, type WireCapture } from "../../src/lab/index.ts";
import type { LabProgram } from "../programs.ts";

export const addressCount = 1000;

/** One take-over, in milliseconds from the first advert on the wire. */
export type TakeOver = {
  /** To the last gratuitous ARP of the first round. */
  readonly announced: number;
  /** Until the kernel has the last address, as far as `ip monitor` gets to read of it. */
  readonly held: number;
  /** Until both is so. */
  readonly complete: number;
};

const addresses = Array.from({ length: addressCount }, (_, index) => `198.18.${index >> 8}.${index & 255}`);
const [first = "", ...others] = addresses;
const last = addresses.at(-1) ?? "";

const configuration = `
vrrp_instance VI_1 {
  version 3
  interface eth0
  virtual_router_id 51
  priority 200
  advert_int 0.1
  virtual_ipaddress {
    ${first}
  }
  virtual_ipaddress_excluded {
    ${others.join("\n    ")}
  }
}
`;

/** A machine that is alone on its switch, whose daemon takes a thousand addresses over again and again. */
export class TakeOverLab {
  readonly #lab: Topology;
  readonly #node: LabNode;
  readonly #wire: WireCapture;
  readonly #owners: Owners;
  readonly #program: LabProgram;

  private constructor(lab: Topology, wire: WireCapture, owners: Owners, program: LabProgram) {
    this.#lab = lab;
    this.#node = lab.node("node1");
    this.#wire = wire;
    this.#owners = owners;
    this.#program = program;
  }

  static async open(program: LabProgram): Promise<TakeOverLab> {
    const lab = await Topology.open({ nodes: { node1: { interfaces: { eth0: { addresses: ["192.0.2.1/24"] } } } } });
    lab.node("node1").files.write("keepalived.conf", configuration);
    return new TakeOverLab(lab, await lab.capture(), await Owners.watch(lab.nodes), program);
  }

  /** A daemon starts, takes over, and is killed; what it has left behind is removed. */
  async takeOver(): Promise<TakeOver> {
    // What the run before has sent may still be on its way through the capture.
    const before = wallClock();
    const daemon = await this.#node.startDaemon({ program: this.#program.daemon });
    await daemon.awaitLog(/Entering MASTER STATE/u);
    const advert = await this.#wire.awaitAdvert({}, before);
    await this.#wire.awaitAnnouncement({ address: last }, before);
    // All of them are ours, and the last one has been announced: none is still to come.
    const held = await this.#owners.awaitOwner(last, "node1");
    const announced = this.#firstAnnouncements(advert.time);
    assert.equal(announced.size, addressCount, `${this.#program.name} did not announce some addresses`);
    const inKernel = (await this.#node.namespace.addresses()).filter(({ address }) => address.startsWith("198.18."));
    assert.equal(inKernel.length, addressCount, "some addresses are missing");
    const end = instant(Math.max(...announced.values()));
    await daemon.kill();
    await this.#node.removeLeftovers();
    await this.#owners.awaitHolders(last, []);
    const times = { announced: elapsed(advert.time, end), held: elapsed(advert.time, held) };
    const [announcedAfter, heldAfter] = [toMilliseconds(times.announced), toMilliseconds(times.held)];
    return { announced: announcedAfter, held: heldAfter, complete: Math.max(announcedAfter, heldAfter) };
  }

  async close(): Promise<void> {
    await this.#lab.close();
  }

  #firstAnnouncements(after: Instant): ReadonlyMap<string, Instant> {
    const found = new Map<string, Instant>();
    for (const event of this.#wire.events) {
      if (event.kind !== "gratuitous-arp" || event.time < after || found.has(event.address)) continue;
      found.set(event.address, event.time);
    }
    return found;
  }
}

/** So many take-overs of each program, in turns; what belongs to the start of a machine is not measured. */
export async function measureTakeOvers(
  programs: readonly LabProgram[],
  runs: number,
): Promise<ReadonlyMap<string, readonly TakeOver[]>> {
  const labs = await Promise.all(
    programs.map(async (program) => [program.name, await TakeOverLab.open(program)] as const),
  );
  const results = new Map<string, TakeOver[]>(programs.map(({ name }) => [name, []]));
  try {
    for (let run = 0; run < runs; run += 1) {
      for (const [name, lab] of labs) results.get(name)?.push(await lab.takeOver());
    }
  } finally {
    await Promise.all(labs.map(async ([, lab]) => lab.close()));
  }
  return results;
}
