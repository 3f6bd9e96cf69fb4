import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { MacAddress } from "../../base/mac-address.ts";
import { encodeGratuitousArp } from "../../wire/arp.ts";
import { encodeNeighborAdvertisement } from "../../wire/neighbor-advertisement.ts";
import type { OpenAnnouncer } from "../ports.ts";
import type { Until } from "./patience.ts";

/** An announcer at one end of a link, and the Ethernet frames that have arrived at the other, whole. */
export type AnnouncerSubject = {
  readonly openAnnouncer: OpenAnnouncer;
  readonly interface: string;
  readonly interfaceIndex: number;
  /** Lets the interface forward IPv6, or not. */
  readonly setForwarding: (on: boolean) => void;
  readonly frames: () => readonly Uint8Array[];
  readonly until: Until;
  readonly close: () => void;
};

const virtualMac = MacAddress.fromBytes(Uint8Array.of(0, 0, 0x5e, 0, 1, 7));
const noInterface = 0x7fff_fffe;

/** Where things are in an Ethernet frame that carries IPv6. */
const frameOffset = { etherType: 12, hopLimit: 21, source: 22, destination: 38, message: 54 } as const;

/** What every announcer does. */
export function announcerContract(name: string, makeSubject: () => AnnouncerSubject): void {
  describe(`announcer of ${name}`, () => {
    test("a frame arrives as it was given, again and again", async () => {
      await withSubject(async (subject) => {
        const announcer = subject.openAnnouncer();
        const address = IpAddress.of("192.0.2.100");
        const frame = encodeGratuitousArp({ sender: virtualMac, address, target: MacAddress.broadcast });
        for (let round = 0; round < 3; round += 1) {
          assert.equal(announcer.sendFrame(subject.interfaceIndex, frame), undefined);
        }
        const arrived = (): readonly Uint8Array[] => subject.frames().filter((each) => etherType(each) === 0x0806);
        await subject.until(() => arrived().length >= 3);
        for (const each of arrived()) assert.deepEqual(each.subarray(0, frame.length), frame);
        announcer.close();
      });
    });

    test("many frames arrive in order; those that cannot be sent have an error each", async () => {
      await withSubject(async (subject) => {
        const announcer = subject.openAnnouncer();
        const frames = Array.from({ length: 150 }, (_, index) => {
          const address = IpAddress.of(`198.51.100.${index}`);
          return encodeGratuitousArp({ sender: virtualMac, address, target: MacAddress.broadcast });
        });
        assert.deepEqual(
          announcer.sendFrames(subject.interfaceIndex, frames),
          frames.map(() => undefined),
        );
        const arrived = (): readonly Uint8Array[] => subject.frames().filter((each) => etherType(each) === 0x0806);
        await subject.until(() => arrived().length >= frames.length);
        for (const [index, each] of arrived().entries()) assert.deepEqual(each.subarray(0, 42), frames[index]);
        const refused = announcer.sendFrames(noInterface, frames.slice(0, 3));
        assert.deepEqual(
          refused.map((error) => error?.code),
          ["ENXIO", "ENXIO", "ENXIO"],
        );
        assert.deepEqual(announcer.sendFrames(subject.interfaceIndex, []), []);
        announcer.close();
        assert.deepEqual(
          announcer.sendFrames(subject.interfaceIndex, frames.slice(0, 2)).map((error) => error?.code),
          ["EBADF", "EBADF"],
        );
      });
    });

    test("a neighbour advertisement arrives with its source and 255 hops, also from an address that is not there", async () => {
      await withSubject(async (subject) => {
        const announcer = subject.openAnnouncer();
        const source = IpAddress.of("2001:db8::100");
        const destination = IpAddress.of("ff02::1");
        const flags = { router: true, solicited: false, override: true };
        const message = encodeNeighborAdvertisement({ source, destination, target: source, mac: virtualMac, ...flags });
        assert.equal(announcer.sendIcmp6(subject.interfaceIndex, source, destination, message), undefined);
        const arrived = (): Uint8Array | undefined =>
          subject.frames().find((each) => etherType(each) === 0x86dd && each[frameOffset.message] === 136);
        await subject.until(() => arrived() !== undefined);
        const frame = arrived() ?? new Uint8Array(0);
        assert.equal(frame[frameOffset.hopLimit], 255);
        assert.deepEqual(frame.subarray(frameOffset.source, frameOffset.destination), source.bytes);
        assert.deepEqual(frame.subarray(frameOffset.destination, frameOffset.message), destination.bytes);
        assert.deepEqual(frame.subarray(frameOffset.message, frameOffset.message + message.length), message);
        announcer.close();
      });
    });

    test("N09: says whether an interface forwards IPv6, as it is at that moment", async () => {
      await withSubject((subject) => {
        const announcer = subject.openAnnouncer();
        const answers = [false, true, false].map((on) => {
          subject.setForwarding(on);
          return announcer.forwardsIpv6(subject.interface);
        });
        assert.deepEqual(answers, [false, true, false]);
        assert.equal(announcer.forwardsIpv6("missing0"), false);
        announcer.close();
      });
    });

    test("an interface that does not exist is an error, and so is an announcer that is closed", async () => {
      await withSubject(async (subject) => {
        const announcer = subject.openAnnouncer();
        const frame = new Uint8Array(42);
        assert.equal(announcer.sendFrame(noInterface, frame)?.code, "ENXIO");
        announcer.warm();
        assert.equal(announcer.sendFrame(subject.interfaceIndex, frame), undefined);
        announcer.close();
        announcer.close();
        assert.equal(announcer.sendFrame(subject.interfaceIndex, frame)?.code, "EBADF");
        await subject.until(() => subject.frames().some((each) => etherType(each) === 0));
        assert.equal(subject.frames().filter((each) => etherType(each) === 0).length, 1);
      });
    });
  });

  async function withSubject(use: (subject: AnnouncerSubject) => Promise<void> | void): Promise<void> {
    const subject = makeSubject();
    try {
      await use(subject);
    } finally {
      subject.close();
    }
  }
}

function etherType(frame: Uint8Array): number {
  return ((frame[frameOffset.etherType] ?? 0) << 8) | (frame[frameOffset.etherType + 1] ?? 0);
}
