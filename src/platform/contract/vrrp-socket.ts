import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type Family, IpAddress } from "../../base/ip-address.ts";
import {
  type OpenVrrpSocket,
  type ReceivedPacket,
  type SocketMode,
  SystemException,
  type VrrpSocket,
  type VrrpSocketOptions,
} from "../ports.ts";
import { decodeAuthenticated, encodeAuthenticated } from "../../wire/authentication-header.ts";
import { spinUntil, type Until } from "./patience.ts";

/** One machine at a link: its interface, and what it has there. */
export type Station = {
  readonly interface: string;
  readonly interfaceIndex: number;
  /** Its IPv4 address and its IPv6 link-local address. */
  readonly addresses: Readonly<Record<Family, IpAddress>>;
  /** Of this family, of the subnet, and nobody's. */
  readonly foreign: Readonly<Record<Family, IpAddress>>;
  readonly openVrrpSocket: OpenVrrpSocket;
};

/** Two machines, and a link between them that loses nothing. */
export type SegmentSubject = { readonly near: Station; readonly far: Station; readonly until: Until };

type Received = Omit<ReceivedPacket, "source" | "destination"> & {
  readonly source: string;
  readonly destination: string;
};

const groups: Readonly<Record<Family, IpAddress>> = {
  ipv4: IpAddress.of("224.0.0.18"),
  ipv6: IpAddress.of("ff02::12"),
};
const otherGroups: Readonly<Record<Family, IpAddress>> = {
  ipv4: IpAddress.of("224.0.0.77"),
  ipv6: IpAddress.of("ff02::77"),
};

const noInterface = 0x7fff_fffe;

/** Of authentication headers. */
const key = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** Longer than any VRRP packet has to be: 255 IPv6 addresses. */
const longest = 4088;

/** What every VRRP socket does. */
export function vrrpSocketContract(name: string, makeSubject: () => SegmentSubject): void {
  for (const family of ["ipv4", "ipv6"] as const) {
    const group = groups[family];
    const multicast: SocketMode = { kind: "multicast", group };
    const unicast: SocketMode = { kind: "unicast" };

    describe(`VRRP socket of ${name}, ${family}`, () => {
      test("A01 A02 multicast: what arrives says who sent what to whom, with 255 hops", async () => {
        await withSockets(makeSubject(), (open) => {
          const receiver = open("far", multicast);
          const sender = open("near", multicast);
          assert.equal(sender.send(group, 1, 2, 3), undefined);
          receiver.spinTo(1);
          const source = sender.address.toString();
          assert.deepEqual(receiver.received, [
            { source, destination: group.toString(), ttl: 255, payload: Uint8Array.of(1, 2, 3) },
          ]);
        });
      });

      test("multicast: own packets do not come back, and other groups do not arrive", async () => {
        await withSockets(makeSubject(), (open) => {
          const near = open("near", multicast);
          const second = open("near", multicast);
          const other = open("near", { kind: "multicast", group: otherGroups[family] });
          const far = open("far", multicast);
          near.send(group, 1);
          other.send(otherGroups[family], 2);
          near.send(group, 3);
          far.send(group, 4);
          far.spinTo(2);
          near.spinTo(1);
          second.spinTo(1);
          other.drain();
          assert.deepEqual(far.payloads, [[1], [3]]);
          assert.deepEqual(near.payloads, [[4]]);
          assert.deepEqual(second.payloads, [[4]]);
          assert.deepEqual(other.payloads, []);
        });
      });

      test("unicast: arrives with 255 hops, and only at unicast sockets", async () => {
        await withSockets(makeSubject(), (open) => {
          const sender = open("near", unicast);
          const multicastSender = open("near", multicast);
          const receiver = open("far", unicast);
          const listener = open("far", multicast);
          multicastSender.send(group, 1);
          assert.equal(sender.send(receiver.address, 2), undefined);
          multicastSender.send(group, 3);
          sender.send(receiver.address, 4);
          receiver.spinTo(2);
          listener.spinTo(2);
          assert.deepEqual(receiver.payloads, [[2], [4]]);
          assert.deepEqual(listener.payloads, [[1], [3]]);
          assert.equal(receiver.received[0]?.ttl, 255);
          assert.equal(receiver.received[0]?.destination, receiver.address.toString());
        });
      });

      test("unicast: with another time to live where one is given, and 255 again after it", async () => {
        await withSockets(makeSubject(), (open) => {
          const sender = open("near", unicast);
          const receiver = open("far", unicast);
          for (const timeToLive of [undefined, 1, 64, undefined]) {
            const payload = Uint8Array.of(7);
            assert.equal(sender.socket.send(sender.address, receiver.address, payload, timeToLive), undefined);
          }
          receiver.spinTo(4);
          assert.deepEqual(
            receiver.received.map(({ ttl }) => ttl),
            [255, 1, 64, 255],
          );
        });
      });

      test("a source that the interface does not have is sent as it was given", async () => {
        const subject = makeSubject();
        await withSockets(subject, (open) => {
          const receiver = open("far", multicast);
          const sender = open("near", multicast);
          const source = subject.near.foreign[family];
          assert.equal(sender.socket.send(source, group, Uint8Array.of(7)), undefined);
          receiver.spinTo(1);
          assert.equal(receiver.received[0]?.source, source.toString());
        });
      });

      test("packets arrive on the event loop without a drain", async () => {
        const subject = makeSubject();
        await withSockets(subject, async (open) => {
          const receiver = open("far", multicast);
          open("near", multicast).send(group, 5);
          await subject.until(() => receiver.received.length === 1);
        });
      });

      test("a thousand packets arrive in order, by one drain after another", async () => {
        await withSockets(makeSubject(), (open) => {
          const receiver = open("far", multicast);
          const sender = open("near", multicast);
          const numbers = Array.from({ length: 1000 }, (_, index) => [index >> 8, index & 0xff]);
          for (const [high = 0, low = 0] of numbers) sender.send(group, high, low);
          receiver.spinTo(numbers.length);
          assert.deepEqual(receiver.payloads, numbers);
        });
      });

      test("a packet of the greatest length arrives whole", async () => {
        // IPv4 fragments it and puts it together again: no VRRP router sends it, but a socket must not cut it.
        await withSockets(makeSubject(), (open) => {
          const receiver = open("far", multicast);
          const sender = open("near", multicast);
          const payload = Uint8Array.from({ length: longest }, (_, index) => index & 0xff);
          assert.equal(sender.socket.send(sender.address, group, payload), undefined);
          receiver.spinTo(1);
          assert.deepEqual(receiver.received[0]?.payload, payload);
        });
      });

      test("a listener that drains gets everything once and in order", async () => {
        await withSockets(makeSubject(), (open) => {
          const sender = open("near", multicast);
          const receiver = open("far", multicast, (self) => self.drain());
          for (let number = 0; number < 5; number += 1) sender.send(group, number);
          receiver.spinTo(5);
          assert.deepEqual(receiver.payloads, [[0], [1], [2], [3], [4]]);
        });
      });

      test("a socket that is closed by its listener delivers nothing more and cannot send", async () => {
        await withSockets(makeSubject(), (open) => {
          const witness = open("far", multicast);
          const receiver = open("far", multicast, (self) => self.socket.close());
          const sender = open("near", multicast);
          sender.send(group, 1);
          sender.send(group, 2);
          witness.spinTo(2);
          receiver.spinTo(1);
          receiver.drain();
          assert.deepEqual(receiver.payloads, [[1]]);
          assert.equal(receiver.send(group, 3)?.code, "EBADF");
          receiver.socket.close();
        });
      });

      test("an interface that does not exist is an exception", () => {
        const { near } = makeSubject();
        const options = { interface: "missing0", interfaceIndex: noInterface, family, mode: multicast };
        assert.throws(
          () => near.openVrrpSocket(options, () => assert.fail("received")),
          (error) => error instanceof SystemException && error.error.code === "ENODEV",
        );
      });

      test("warming sends nothing and disturbs nothing", async () => {
        await withSockets(makeSubject(), (open) => {
          const receiver = open("far", multicast);
          const sender = open("near", multicast);
          sender.send(group, 1);
          sender.socket.warm();
          sender.send(group, 2);
          receiver.spinTo(2);
          assert.deepEqual(receiver.payloads, [[1], [2]]);
          assert.deepEqual(
            receiver.received.map(({ source }) => source),
            [sender.address.toString(), sender.address.toString()],
          );
        });
      });
    });

    if (family === "ipv4") {
      for (const mode of [multicast, unicast]) {
        test(`authenticated, ${mode.kind}: whole packets arrive with their header, at authenticated sockets only`, async () => {
          await withSockets(makeSubject(), (open) => {
            const receiver = open("far", mode, undefined, true);
            const plain = open("far", mode);
            const sender = open("near", mode, undefined, true);
            const plainSender = open("near", mode);
            const destination = mode.kind === "multicast" ? group : receiver.address;
            const message = Uint8Array.of(1, 2, 3, 4);
            const path = { source: sender.address, destination };
            const value = { path, identification: 258, timeToLive: 200, sequence: 9, message };
            const packet = encodeAuthenticated(value, key);
            assert.equal(sender.socket.send(sender.address, destination, packet), undefined);
            plainSender.send(destination, 5);
            receiver.spinTo(1);
            plain.spinTo(1);
            assert.deepEqual(plain.payloads, [[5]]);
            assert.equal(receiver.received.length, 1);
            const [{ source, ttl, payload, header = new Uint8Array(0) }] = [receiver.received[0] ?? assert.fail()];
            assert.equal(source, sender.address.toString());
            assert.equal(ttl, 200);
            assert.deepEqual(decodeAuthenticated(header, payload, key), { ok: true, value: { sequence: 9, message } });
          });
        });
      }
    }

    type Open = (
      end: "near" | "far",
      mode: SocketMode,
      listener?: (self: OpenSocket) => void,
      authenticated?: boolean,
    ) => OpenSocket;

    async function withSockets(subject: SegmentSubject, use: (open: Open) => Promise<void> | void): Promise<void> {
      const opened: OpenSocket[] = [];
      try {
        await use((end, mode, listener, authenticated) => {
          const socket = new OpenSocket(subject[end], { family, mode, authenticated }, listener);
          opened.push(socket);
          return socket;
        });
      } finally {
        for (const { socket } of opened) socket.close();
      }
    }
  }
}

/** A socket and what it has received. */
class OpenSocket {
  readonly socket: VrrpSocket;
  readonly address: IpAddress;
  readonly received: Received[] = [];

  constructor(
    station: Station,
    options: Pick<VrrpSocketOptions, "family" | "mode" | "authenticated">,
    listener?: (self: OpenSocket) => void,
  ) {
    this.address = station.addresses[options.family];
    const { interface: name, interfaceIndex } = station;
    this.socket = station.openVrrpSocket({ interface: name, interfaceIndex, ...options }, (packet) => {
      const { source, destination, ttl, payload, header } = packet;
      // The bytes are valid only now.
      const copy = { source: source.toString(), destination: destination.toString(), ttl, payload: payload.slice() };
      this.received.push(header === undefined ? copy : { ...copy, header: header.slice() });
      listener?.(this);
    });
  }

  get payloads(): readonly (readonly number[])[] {
    return this.received.map(({ payload }) => Array.from(payload));
  }

  send(destination: IpAddress, ...payload: readonly number[]): ReturnType<VrrpSocket["send"]> {
    return this.socket.send(this.address, destination, Uint8Array.from(payload));
  }

  drain(): void {
    this.socket.drain();
  }

  /** Reads without the event loop until so many packets are there. */
  spinTo(count: number): void {
    spinUntil(
      () => this.received.length >= count,
      () => this.drain(),
    );
  }
}
