import { elapsed, type Instant, milliseconds } from "../../src/base/time.ts";
import type { LabNode, Owners, OwnershipChange, WireCapture } from "../../src/lab/index.ts";
import { Timeline } from "../../src/rehearse/timeline.ts";

/** An observer of the kernel may be late by this much: the announcement on the wire then says when it really was. */
const observerLateness = milliseconds(200);

type Fact = { readonly at: Instant; readonly apply: () => void };

/**
 * Who has had which address where it could be reached: what the kernels say is held, without what is on an interface
 * that has no cable or on a machine that is off.
 */
export class Reality {
  readonly #owners: Owners;
  readonly #wires: readonly WireCapture[];
  readonly #nodes: readonly LabNode[];
  readonly #facts: { readonly at: Instant; readonly key: string; readonly isThere: boolean }[] = [];

  constructor(owners: Owners, wires: readonly WireCapture[], nodes: readonly LabNode[]) {
    this.#owners = owners;
    this.#wires = wires;
    this.#nodes = nodes;
  }

  noteLink(at: Instant, node: string, name: string, isUp: boolean): void {
    this.#facts.push({ at, key: `${node} ${name}`, isThere: isUp });
  }

  notePower(at: Instant, node: string, isOn: boolean): void {
    this.#facts.push({ at, key: node, isThere: isOn });
  }

  timeline(address: string): Timeline {
    const timeline = new Timeline();
    const held = new Set<string>();
    const missing = new Set<string>();
    const facts = [
      ...this.#owners.timeline(address).map((change): Fact => {
        const place = `${change.node} ${change.interface}`;
        const apply = (): unknown => (change.held ? held.add(place) : held.delete(place));
        return { at: this.#momentOf(change), apply };
      }),
      ...this.#facts.map(({ at, key, isThere }): Fact => {
        const apply = (): unknown => (isThere ? missing.delete(key) : missing.add(key));
        return { at, apply };
      }),
    ].sort((a, b) => a.at - b.at);
    for (const { at, apply } of facts) {
      apply();
      const reachable = [...held].filter((place) => !missing.has(place) && !missing.has(place.split(" ")[0] ?? ""));
      timeline.note(at, address, [...new Set(reachable.map((place) => place.split(" ")[0] ?? ""))].sort());
    }
    return timeline;
  }

  #momentOf({ time, node, interface: name, address, held }: OwnershipChange): Instant {
    if (!held) return time;
    const mac = this.#nodes.find((each) => each.name === node)?.mac(name);
    const announced = this.#wires.flatMap(({ events }) =>
      events.filter(
        (event) =>
          event.kind !== "advert" &&
          event.address === address &&
          event.sourceMac === mac &&
          event.time < time &&
          elapsed(event.time, time) < observerLateness,
      ),
    );
    // Announcements are repeated: of an address that was held before there may be some that are older than the loss.
    const lost = this.#owners
      .timeline(address)
      .findLast((change) => change.node === node && !change.held && change.time < time);
    const first = announced.find((event) => lost === undefined || event.time > lost.time);
    return first?.time ?? time;
  }
}
