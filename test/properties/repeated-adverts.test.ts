import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { IpAddress } from "../../src/base/ip-address.ts";
import { instant, later, milliseconds, seconds } from "../../src/base/time.ts";
import { printEffect } from "../../src/sim/print.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";
import { VrrpEngine } from "../../src/vrrp/engine.ts";
import type { Input } from "../../src/vrrp/inputs.ts";
import { encodeAdvert } from "../../src/wire/vrrp.ts";

// A backup takes a short way with an advert that repeats the one before. Whatever happens between: an engine that is
// kept from it, because it is told before each packet what it knows already, says and does the same.

const group = IpAddress.of("224.0.0.18");

const kinds = [
  "instance VI_1",
  "instance VI_1 version=2",
  "instance VI_1 nopreempt",
  "instance VI_1 preempt-delay=2s",
  "instance VI_1 priority=255",
  "instance VI_1 addresses=192.0.2.100,192.0.2.101",
] as const;

type Step =
  | { readonly kind: "advert"; readonly from: number; readonly priority: number; readonly times: number }
  | { readonly kind: "address"; readonly there: boolean }
  | { readonly kind: "reload"; readonly priority: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("advert"),
      from: fc.constantFrom(7, 8),
      priority: fc.constantFrom(0, 50, 100, 200, 200, 255),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("address"), there: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reload"), priority: fc.constantFrom(80, 100, 150) }) },
);

/** Two engines with the same past, of which the second one never takes the short way. */
class Twins {
  readonly #line: string;
  readonly #engines = [new VrrpEngine(), new VrrpEngine()] as const;
  #now = instant(0);
  short = 0;

  constructor(line: string) {
    this.#line = line;
    const link = { name: "eth0", usable: true, loopback: false, multicast: true };
    this.#tell({ kind: "network", changes: [{ kind: "link", link }] });
    this.take({ kind: "address", there: true });
    this.#configure([]);
  }

  take(next: Step): void {
    if (next.kind === "advert") {
      for (let count = 0; count < next.times; count += 1) this.#hear(next.from, next.priority);
    } else if (next.kind === "address") {
      const prefix = { address: IpAddress.of("192.0.2.1"), length: 24 };
      const kind = next.there ? "address-added" : "address-removed";
      this.#tell({ kind: "network", changes: [{ kind, interface: "eth0", prefix, usable: true }] });
    } else {
      this.#configure([`priority=${next.priority}`]);
    }
  }

  #configure(more: readonly string[]): void {
    const instances = [parseInstance(new Words([this.#line, ...more].join(" ")))];
    this.#tell({ kind: "configure", config: { instances, syncGroups: [], scripts: [], startupDelay: seconds(0) } });
  }

  #hear(host: number, priority: number): void {
    const version = this.#line.includes("version=2") ? 2 : 3;
    const source = IpAddress.of(`192.0.2.${host}`);
    const addresses = [IpAddress.of("192.0.2.100")];
    const authentication = version === 2 ? { type: 0, data: new Uint8Array(8) } : undefined;
    const advert = { version, vrid: 51, priority, interval: seconds(1), addresses, authentication } as const;
    const payload = encodeAdvert(advert, { source, destination: group }, "pseudo-header");
    const packet = { source, destination: group, ttl: 255, payload };
    const [quick, thorough] = this.#engines;
    this.#pass();
    const said = thorough.handle(this.#now, { kind: "deaf", instances: new Set() }).map(printEffect);
    const input = { kind: "packet", interface: "eth0", family: "ipv4", mode: "multicast", packet } as const;
    if (quick.hearAgain(this.#now, input)) {
      this.short += 1;
      assert.deepEqual([...said, ...thorough.handle(this.#now, input)], []);
      this.#compare();
    } else {
      this.#tell(input, said);
    }
  }

  /** Nearly an interval, or what is left of a deadline. */
  #pass(): void {
    const end = later(this.#now, milliseconds(950));
    for (;;) {
      const { deadline } = this.#engines[0];
      if (deadline === undefined || deadline > end) break;
      this.#now = deadline;
      this.#tell({ kind: "tick" });
    }
    this.#now = end;
  }

  /** `said`: what the second one has said before. */
  #tell(input: Input, said: readonly string[] = []): void {
    const [quick = [], thorough = []] = this.#engines.map((engine) => engine.handle(this.#now, input).map(printEffect));
    assert.deepEqual(quick, [...said, ...thorough]);
    this.#compare();
  }

  #compare(): void {
    const [quick, thorough] = this.#engines;
    assert.equal(quick.deadline, thorough.deadline);
    assert.deepEqual(quick.status(this.#now), thorough.status(this.#now));
  }
}

test("a repeated advert says and does the same on the short way as on the long one", () => {
  let short = 0;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.array(step, { minLength: 1, maxLength: 25 }), (line, steps) => {
      const twins = new Twins(line);
      for (const each of steps) twins.take(each);
      short += twins.short;
    }),
    { numRuns: 300 },
  );
  assert.ok(short > 1000, `the short way was taken ${short} times`);
});
