import { layout, readField, viewOf, writeLayout } from "../../base/layout.ts";
import { withoutVlanTag } from "../../wire/ethernet.ts";
import { redundancyGroups, redundancyProgram } from "../../wire/redundancy-selection.ts";
import { type FrameListener, type HeardFrame, type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { bind, close, socket } from "./ffi.ts";
import { type Watch, watchReadable } from "./poll.ts";
import { batchLimit, borrowBatch, type ReceiveBatch } from "./receive-batch.ts";
import { addressFamily, isOutgoing, packetListenAddress } from "./socket-address.ts";
import { attachFilter } from "./socket-filter.ts";
import { optionLevel, packetOption, setOptions, setReceiveBuffer, socketType } from "./socket-options.ts";
import { must, prepared } from "./system-call.ts";

/** Room for some thousand adverts, in bytes. */
const receiveBufferSize = 1024 * 1024;

/** `struct packet_mreq` (packet(7)): an Ethernet address of 6 bytes follows the fields. */
const membershipLayout = layout(16, { interfaceIndex: [0, "i32"], type: [4, "u16"], length: [6, "u16"] });
const membershipAddressOffset = 8;
/** PACKET_MR_MULTICAST */
const multicastMembership = 0;

/** `struct tpacket_auxdata` (linux/if_packet.h): the kernel takes the outermost VLAN tag out of a frame. */
const auxiliaryLayout = layout(20, { status: [0, "u32"], tag: [16, "u16"] });
/** TP_STATUS_VLAN_VALID */
const hasTag = 1 << 4;
/** The other bits are a priority (IEEE 802.1Q). */
const vlanBits = 0xfff;

/** A packet socket (packet(7)). Throws SystemException. */
export function openFrameListener(
  interfaceIndex: number,
  hear: (frame: HeardFrame) => void,
  failed: (error: SystemError) => void,
): FrameListener {
  return new SocketFrameListener(interfaceIndex, hear, failed);
}

class SocketFrameListener implements FrameListener {
  readonly #hear: (frame: HeardFrame) => void;
  readonly #failed: (error: SystemError) => void;
  readonly #descriptor: number;
  readonly #watch: Watch;
  #closed = false;

  constructor(interfaceIndex: number, hear: (frame: HeardFrame) => void, failed: (error: SystemError) => void) {
    this.#hear = hear;
    this.#failed = failed;
    this.#descriptor = openDescriptor(interfaceIndex);
    this.#watch = watchReadable(this.#descriptor, () => borrowBatch((batch) => this.#read(batch)));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#watch.close();
    close(this.#descriptor);
  }

  /** One batch; what is left comes in the next turn of the event loop. */
  #read(batch: ReceiveBatch): void {
    const count = batch.receive(this.#descriptor);
    try {
      for (let index = 0; index < Math.min(count, batchLimit) && !this.#closed; index += 1) this.#deliver(batch, index);
    } finally {
      batch.reset(Math.max(count, 0));
    }
    if (count < 0 && count !== -errno.EAGAIN) this.#failed(systemError("recvmmsg", -count));
  }

  #deliver(batch: ReceiveBatch, index: number): void {
    const bytes = batch.payload(index);
    if (bytes === undefined) return;
    const taken = vlanOf(batch, index);
    // The tag of a frame on its way out may still be in its place.
    const { frame, vlan } = taken === undefined ? withoutVlanTag(bytes) : { frame: bytes, vlan: taken };
    this.#hear({ frame, vlan, isOwn: isOutgoing(batch.name(index)) });
  }
}

function vlanOf(batch: ReceiveBatch, index: number): number | undefined {
  const data = batch.control(index, optionLevel.packet, packetOption.auxiliaryData);
  if (data === undefined || data.length < auxiliaryLayout.size) return undefined;
  const view = viewOf(data);
  const { status, tag } = auxiliaryLayout.fields;
  return (readField(view, 0, status) & hasTag) === 0 ? undefined : readField(view, 0, tag) & vlanBits;
}

/** With protocol 0 it receives nothing before it is bound, when the filter is there. */
function openDescriptor(interfaceIndex: number): number {
  return prepared(must("socket", socket(addressFamily.packet, socketType.raw, 0)), (descriptor) => {
    const refused = attachFilter(descriptor, redundancyProgram());
    if (refused !== undefined) throw new SystemException(refused);
    setReceiveBuffer(descriptor, receiveBufferSize);
    setOptions(descriptor, [["PACKET_AUXDATA", optionLevel.packet, packetOption.auxiliaryData, 1]]);
    for (const group of redundancyGroups) {
      const request = new Uint8Array(membershipLayout.size);
      const length = group.bytes.length;
      writeLayout(viewOf(request), 0, membershipLayout, { interfaceIndex, type: multicastMembership, length });
      request.set(group.bytes, membershipAddressOffset);
      setOptions(descriptor, [["PACKET_ADD_MEMBERSHIP", optionLevel.packet, packetOption.addMembership, request]]);
    }
    must("bind", bind(descriptor, packetListenAddress(interfaceIndex)));
  });
}
