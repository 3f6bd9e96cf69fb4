import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { type HeardFrame, type OpenAnnouncer, type OpenFrameListener, SystemException } from "../ports.ts";
import type { Until } from "./patience.ts";

/** A listener at each end of a link, and a sender of frames at the near one. */
export type FrameListenerSubject = {
  readonly openNear: OpenFrameListener;
  readonly openFar: OpenFrameListener;
  readonly openAnnouncer: OpenAnnouncer;
  /** Of the interfaces at both ends, in their machines. */
  readonly nearIndex: number;
  readonly farIndex: number;
  readonly until: Until;
  readonly close: () => void;
};

type Heard = Omit<HeardFrame, "frame"> & { readonly frame: string };

const noInterface = 0x7fff_fffe;

/** An IPv4 header to the group of VRRP with nothing behind it, in a frame of the shortest length. */
const vrrp = frameOf("01005e000012 020000000001", "0800", 112);
const tagged = frameOf("01005e000012 020000000001", "8100 a00c 0800", 112);
const untagged = tagged.slice(0, 24) + tagged.slice(32);
const icmp = frameOf("01005e000001 020000000001", "0800", 1);

/** What every listener does. */
export function frameListenerContract(name: string, makeSubject: () => FrameListenerSubject): void {
  describe(`frame listener of ${name}`, () => {
    test("hears what is sent to the group of VRRP, whole, and nothing of other protocols", async () => {
      await withSubject(async (subject, heard, send) => {
        send(icmp);
        send(vrrp);
        await subject.until(() => heard.far.length >= 1);
        assert.deepEqual(heard.far, [{ frame: vrrp, vlan: undefined, isOwn: false }]);
      });
    });

    test("hears what its own machine sends, and knows that it does", async () => {
      await withSubject(async (subject, heard, send) => {
        send(vrrp);
        await subject.until(() => heard.near.length >= 1 && heard.far.length >= 1);
        assert.deepEqual(heard.near, [{ frame: vrrp, vlan: undefined, isOwn: true }]);
      });
    });

    test("a VLAN tag is told beside the frame, without its priority", async () => {
      await withSubject(async (subject, heard, send) => {
        send(tagged);
        send(vrrp);
        await subject.until(() => heard.far.length >= 2);
        assert.deepEqual(heard.far, [
          { frame: untagged, vlan: 12, isOwn: false },
          { frame: vrrp, vlan: undefined, isOwn: false },
        ]);
      });
    });

    test("hears nothing any more when it is closed, which can be said twice", async () => {
      await withSubject(async (subject, heard, send, closeFar) => {
        closeFar();
        closeFar();
        send(vrrp);
        await subject.until(() => heard.near.length >= 1);
        assert.deepEqual(heard.far, []);
      });
    });

    test("an interface that does not exist is an exception", () => {
      const subject = makeSubject();
      try {
        const open = (): unknown => subject.openNear(noInterface, ignore, ignore);
        assert.throws(open, (error) => error instanceof SystemException && error.error.code === "ENODEV");
      } finally {
        subject.close();
      }
    });
  });

  type Use = (
    subject: FrameListenerSubject,
    heard: Readonly<Record<"near" | "far", Heard[]>>,
    send: (frame: string) => void,
    closeFar: () => void,
  ) => Promise<void>;

  async function withSubject(use: Use): Promise<void> {
    const subject = makeSubject();
    const heard: Record<"near" | "far", Heard[]> = { near: [], far: [] };
    const keep =
      (side: "near" | "far") =>
      ({ frame, ...rest }: HeardFrame): void =>
        void heard[side].push({ ...rest, frame: printHex(frame) });
    const near = subject.openNear(subject.nearIndex, keep("near"), ignore);
    const far = subject.openFar(subject.farIndex, keep("far"), ignore);
    const announcer = subject.openAnnouncer();
    const send = (frame: string): void =>
      assert.equal(announcer.sendFrame(subject.nearIndex, parseHex(frame)), undefined);
    try {
      await use(subject, heard, send, () => far.close());
    } finally {
      announcer.close();
      far.close();
      near.close();
      subject.close();
    }
  }
}

/** Hexadecimal digits of 64 bytes. */
function frameOf(addresses: string, types: string, protocol: number): string {
  const bytes = new Uint8Array(64);
  const head = parseHex(`${addresses} ${types} 45c00014 00000000 ff`);
  bytes.set(head);
  bytes[head.length] = protocol;
  return printHex(bytes);
}

function ignore(): void {
  // Not of interest here.
}
