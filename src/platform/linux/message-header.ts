import { layout } from "../../base/layout.ts";

/** `struct iovec`: one piece of a message. */
export const pieceLayout = layout(16, { base: [0, "u64"], length: [8, "u64"] });

/** `struct msghdr` (recvmsg(2)): who, what, and what the kernel says about it. */
export const messageHeaderLayout = layout(56, {
  name: [0, "u64"],
  nameLength: [8, "u32"],
  pieces: [16, "u64"],
  pieceCount: [24, "u64"],
  control: [32, "u64"],
  controlLength: [40, "u64"],
  flags: [48, "i32"],
});

/** `struct mmsghdr` (recvmmsg(2)): a message header and the number of bytes that were received for it. */
export const batchElementLayout = layout(64, { ...messageHeaderLayout.fields, received: [56, "u32"] });

/** `struct cmsghdr` (cmsg(3)): the data follows; the next one starts at a multiple of 8 bytes. */
export const controlHeaderLayout = layout(16, { length: [0, "u64"], level: [8, "i32"], type: [12, "i32"] });

/** Where the control message after one of `length` bytes starts. */
export function nextControlOffset(offset: number, length: number): number {
  return offset + Math.ceil(length / 8) * 8;
}

/** `struct in_pktinfo` (ip(7)): its first two addresses are in network order, the source of a packet is the first. */
export const ipv4PacketInformation = { size: 12, sourceOffset: 4 } as const;

/** `struct in6_pktinfo` (RFC 3542 §6): an address and an interface index. */
export const ipv6PacketInformation = { size: 20, addressOffset: 0, interfaceOffset: 16 } as const;
