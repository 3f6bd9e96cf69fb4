import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { OpenPacketFilter, PacketFilter, ShutAddress } from "../ports.ts";
import type { Until } from "./patience.ts";

/** The packet filter of a machine, seen from outside. */
export type PacketFilterSubject = {
  readonly openPacketFilter: OpenPacketFilter;
  /** Printed addresses that the tables of this name shut, sorted; those of link-local scope with "%" and an index. */
  readonly shut: (table: string) => readonly string[];
  /** Indexes of the interfaces that the tables of this name keep quiet, sorted. */
  readonly quiet: (table: string) => readonly number[];
  readonly tables: () => readonly string[];
  /** Somebody removes all tables. */
  readonly flush: () => void;
  readonly until: Until;
  readonly close: () => void;
};

const options = { table: "shutters", priority: -1, counters: false };

/** What every packet filter does. */
export function packetFilterContract(name: string, makeSubject: () => PacketFilterSubject): void {
  describe(`packet filter of ${name}`, () => {
    test("addresses are shut when it returns, and open when it returns", async () => {
      await withFilter(({ filter, subject }) => {
        assert.equal(filter.shut([at("192.0.2.1"), at("2001:db8::1"), at("fe80::1", 7)]), undefined);
        assert.deepEqual(subject.shut("shutters"), ["192.0.2.1", "2001:db8::1", "fe80::1%7"]);
        assert.equal(filter.open([at("192.0.2.1"), at("fe80::1", 7)]), undefined);
        assert.deepEqual(subject.shut("shutters"), ["2001:db8::1"]);
      });
    });

    test("shutting what is shut and opening what is open are successes", async () => {
      await withFilter(({ filter, subject }) => {
        assert.equal(filter.open([at("192.0.2.1"), at("2001:db8::1")]), undefined);
        assert.equal(filter.shut([at("192.0.2.1")]), undefined);
        assert.equal(filter.shut([at("192.0.2.1"), at("192.0.2.2")]), undefined);
        assert.deepEqual(subject.shut("shutters"), ["192.0.2.1", "192.0.2.2"]);
        assert.equal(filter.open([at("192.0.2.1"), at("192.0.2.1"), at("192.0.2.3")]), undefined);
        assert.deepEqual(subject.shut("shutters"), ["192.0.2.2"]);
      });
    });

    test("two thousand addresses in one call", async () => {
      await withFilter(({ filter, subject }) => {
        const all = Array.from({ length: 2000 }, (_, index) => at(`198.51.${100 + (index >> 8)}.${index & 255}`));
        assert.equal(filter.shut(all), undefined);
        assert.equal(subject.shut("shutters").length, 2000);
        assert.equal(filter.open(all), undefined);
        assert.deepEqual(subject.shut("shutters"), []);
      });
    });

    test("interfaces that are kept quiet are these and no others", async () => {
      await withFilter(({ filter, subject }) => {
        assert.equal(filter.quieten([stacked(11), stacked(12)]), undefined);
        assert.deepEqual(subject.quiet("shutters"), [11, 12]);
        assert.equal(filter.quieten([stacked(12), stacked(13)]), undefined);
        assert.deepEqual(subject.quiet("shutters"), [12, 13]);
        assert.equal(filter.quieten([]), undefined);
        assert.deepEqual(subject.quiet("shutters"), []);
      });
    });

    test("a table that a killed run has left is replaced, others are left alone", async () => {
      await withFilter(({ filter, subject }) => {
        filter.shut([at("192.0.2.1")]);
        const other = subject.openPacketFilter({ ...options, table: "others" }, () => {});
        const next = subject.openPacketFilter(options, () => {});
        assert.equal(other.shut([at("192.0.2.9")]), undefined);
        assert.equal(next.shut([at("192.0.2.2")]), undefined);
        assert.deepEqual(subject.shut("shutters"), ["192.0.2.2"]);
        next.close();
        assert.deepEqual(subject.tables(), ["others"]);
        other.close();
      });
    });

    test("tables that somebody removes are made again, and it is told", async () => {
      await withFilter(async ({ filter, subject, restored }) => {
        filter.shut([at("192.0.2.1")]);
        filter.quieten([stacked(11)]);
        subject.flush();
        await subject.until(() => restored.length > 0 && subject.tables().length > 0);
        await subject.until(() => subject.shut("shutters").length > 0 && subject.quiet("shutters").length > 0);
        assert.deepEqual(subject.shut("shutters"), ["192.0.2.1"]);
        assert.deepEqual(subject.quiet("shutters"), [11]);
        assert.ok(restored.every((error) => error === undefined));
      });
    });

    test("closing it removes the tables; after that nothing is done", async () => {
      await withFilter(({ filter, subject }) => {
        filter.shut([at("192.0.2.1"), at("2001:db8::1")]);
        filter.warm();
        assert.deepEqual(subject.tables(), ["shutters"]);
        filter.close();
        assert.deepEqual(subject.tables(), []);
        assert.equal(filter.shut([at("192.0.2.1")])?.code, "EBADF");
      });
    });
  });

  type Opened = {
    readonly subject: PacketFilterSubject;
    readonly filter: PacketFilter;
    /** What it has told of tables that were made again. */
    readonly restored: readonly unknown[];
  };

  async function withFilter(use: (opened: Opened) => Promise<void> | void): Promise<void> {
    const subject = makeSubject();
    const restored: unknown[] = [];
    const filter = subject.openPacketFilter(options, (error) => void restored.push(error));
    try {
      await use({ subject, filter, restored });
    } finally {
      filter.close();
      filter.close();
      subject.close();
    }
  }
}

function at(address: string, interfaceIndex = 1): ShutAddress {
  return { address: IpAddress.of(address), interfaceIndex };
}

function stacked(interfaceIndex: number): { readonly interfaceIndex: number; readonly baseIndex: number } {
  return { interfaceIndex, baseIndex: 1 };
}
