import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import { IpAddress } from "../base/ip-address.ts";
import { instant, type Instant, later, microseconds } from "../base/time.ts";
import type { NetworkChange } from "../platform/ports.ts";
import { KernelWork } from "./kernel-work.ts";

/** A clock that moves with every piece of work. */
class Workshop {
  #now: Instant = instant(0);
  readonly done: string[] = [];
  readonly work: KernelWork;

  constructor(pieceTime: number) {
    const pass = (): void => {
      this.#now = later(this.#now, microseconds(pieceTime));
    };
    this.work = new KernelWork(
      { now: () => this.#now },
      {
        apply: (changes) => {
          pass();
          this.done.push(`apply ${changes.length}`);
          return changes.map(() => undefined);
        },
        announce: (addresses) => {
          pass();
          this.done.push(`announce ${addresses.length}`);
        },
      },
    );
  }

  change(count: number, done?: () => void): void {
    const list = Array.from({ length: count }, () => change);
    const changes = { size: count, slice: (start: number, end: number) => list.slice(start, end) };
    this.work.add({ kind: "change", changes, done });
  }

  announce(count: number, repeat: number): void {
    const addresses = Array.from({ length: count }, () => address);
    this.work.add({ kind: "announce", addresses, repeat });
  }
}

const prefix = { address: IpAddress.of("192.0.2.100"), length: 32 };
const address = { prefix, interface: "eth0", scope: 0, label: undefined, broadcast: undefined };
const change: NetworkChange = { kind: "add-address", address: { ...address, interfaceIndex: 2 } };

test("what is small is done at once", () => {
  const shop = new Workshop(100);
  shop.change(20);
  shop.announce(20, 2);
  assert.deepEqual(shop.done, ["apply 16", "apply 4", "announce 20", "announce 20"]);
  assert.ok(shop.work.isIdle);
});

test("what takes long is done in slices, in order, with the event loop between them", async () => {
  const shop = new Workshop(300);
  let finished = 0;
  shop.change(64, () => (finished += 1));
  shop.announce(40, 1);
  assert.deepEqual(shop.done, ["apply 16", "apply 16"]);
  assert.equal(finished, 0);
  await turn();
  assert.deepEqual(shop.done.slice(2), ["apply 16", "apply 16"]);
  assert.equal(finished, 1);
  await turn();
  assert.deepEqual(shop.done.slice(4), ["announce 32", "announce 8"]);
  assert.ok(shop.work.isIdle);
});

test("finish does the rest before it returns", async () => {
  const shop = new Workshop(600);
  shop.change(33);
  assert.deepEqual(shop.done, ["apply 16"]);
  shop.work.finish();
  assert.deepEqual(shop.done, ["apply 16", "apply 16", "apply 1"]);
  await turn();
  assert.equal(shop.done.length, 3);
});

test("nothing to do is no work", () => {
  const shop = new Workshop(600);
  shop.change(0);
  shop.announce(0, 5);
  assert.deepEqual(shop.done, []);
});
