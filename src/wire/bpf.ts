import { layout, viewOf, writeLayout } from "../base/layout.ts";

/**
 * Programs of the classic packet filter, which the kernel runs on each packet before a socket gets it (McCanne and
 * Jacobson, "The BSD Packet Filter", 1993; Linux: Documentation/networking/filter.rst). A program has an accumulator
 * A, an index register X, sixteen words of memory, and no way back: it always ends.
 */

/** `struct sock_filter`: what to do, how far to jump when true and when false, and a number. */
export const instructionLayout = layout(8, {
  code: [0, "u16"],
  jumpTrue: [2, "u8"],
  jumpFalse: [3, "u8"],
  k: [4, "u32"],
});

/** Operations, by what they do. P: the packet. M: the memory. */
export const operation = {
  /** A = M[k] */
  loadMemory: 0x60,
  /** A = k */
  loadNumber: 0x00,
  /** A = length of P */
  loadLength: 0x80,
  /** A = the 32 bits at P[k] */
  loadWord: 0x20,
  /** A = the byte at P[k] */
  loadByte: 0x30,
  /** A = the byte at P[X + k] */
  loadByteIndexed: 0x50,
  /** X = M[k] */
  indexMemory: 0x61,
  /** X = k */
  indexNumber: 0x01,
  /** X = 4 * (P[k] & 15), which is the length of an IPv4 header */
  indexHeaderLength: 0xb1,
  /** M[k] = A */
  store: 0x02,
  /** X = A */
  indexFromA: 0x07,
  add: 0x04,
  subtractX: 0x1c,
  and: 0x54,
  shiftLeft: 0x64,
  /** A = A << X */
  shiftLeftX: 0x6c,
  shiftRight: 0x74,
  jump: 0x05,
  jumpEqual: 0x15,
  jumpGreater: 0x25,
  jumpGreaterOrEqual: 0x35,
  /** A >= X */
  jumpGreaterOrEqualX: 0x3d,
  /** A & k is not 0 */
  jumpBitSet: 0x45,
  /** The packet is taken, its first k bytes at most; 0: it is dropped. */
  return: 0x06,
} as const;
export type Operation = keyof typeof operation;

/** Places that are not in the packet itself. */
export const place = {
  /** The first byte of the IP header, whatever the packet begins with. */
  networkHeader: -0x10_0000,
  /** 32 random bits. */
  random: -0x1000 + 56,
} as const;

/** A jump goes on at a label; one that is left out goes on with the next instruction. */
export type Instruction = {
  readonly label?: string | undefined;
  readonly do: Operation;
  readonly k?: number;
  readonly whenTrue?: string;
  readonly whenFalse?: string;
};

/** The bytes that the kernel wants. Throws RangeError at a label that is missing, behind, or too far away. */
export function assemble(program: readonly Instruction[]): Uint8Array {
  const labels = new Map(program.flatMap(({ label }, index) => (label === undefined ? [] : [[label, index] as const])));
  const bytes = new Uint8Array(program.length * instructionLayout.size);
  const view = viewOf(bytes);
  for (const [index, { do: name, k, whenTrue, whenFalse }] of program.entries()) {
    const far = name === "jump";
    const distance = (label: string | undefined): number => {
      if (label === undefined) return 0;
      const result = (labels.get(label) ?? -1) - index - 1;
      if (result < 0 || (!far && result > 255)) throw new RangeError(`no way from ${index} to ${label}`);
      return result;
    };
    writeLayout(view, index * instructionLayout.size, instructionLayout, {
      code: operation[name],
      jumpTrue: far ? 0 : distance(whenTrue),
      jumpFalse: distance(whenFalse),
      k: far ? distance(whenTrue) : (k ?? 0),
    });
  }
  return bytes;
}
