import { readField, viewOf } from "../base/layout.ts";
import { instructionLayout, operation, place } from "./bpf.ts";

/** A packet as a filter sees it: IPv6 sockets see what follows the header, but can look back to it. */
export type FilteredPacket = { readonly bytes: Uint8Array; readonly networkHeader: Uint8Array };

/**
 * Runs a filter as the kernel does: how many bytes of the packet it takes. It knows the operations of `operation` and
 * no others, and is there for tests. Like the kernel, it drops a packet at a look beyond its end.
 */
export function runFilter(program: Uint8Array, packet: FilteredPacket, random: number): number {
  const view = viewOf(program);
  const memory = new Uint32Array(16);
  const { fields, size } = instructionLayout;
  let a = 0;
  let x = 0;
  for (let at = 0; at < program.length; at += size) {
    const code = readField(view, at, fields.code);
    const k = readField(view, at, fields.k);
    const jump = (condition: boolean): void => {
      at += readField(view, at, condition ? fields.jumpTrue : fields.jumpFalse) * size;
    };
    switch (code) {
      case operation.loadMemory:
        a = memory[k] ?? 0;
        break;
      case operation.loadNumber:
        a = k;
        break;
      case operation.loadLength:
        a = packet.bytes.length;
        break;
      case operation.loadWord:
        if (k !== place.random >>> 0) throw new RangeError("only chance is loaded as a word");
        a = random;
        break;
      case operation.loadByte:
      case operation.loadByteIndexed: {
        const byte = byteAt(packet, code === operation.loadByte ? k : x + k);
        if (byte === undefined) return 0;
        a = byte;
        break;
      }
      case operation.indexMemory:
        x = memory[k] ?? 0;
        break;
      case operation.indexNumber:
        x = k;
        break;
      case operation.indexHeaderLength:
        x = 4 * ((packet.bytes[k] ?? 0) & 15);
        break;
      case operation.store:
        memory[k] = a;
        break;
      case operation.indexFromA:
        x = a;
        break;
      case operation.add:
        a = (a + k) >>> 0;
        break;
      case operation.subtractX:
        a = (a - x) >>> 0;
        break;
      case operation.and:
        a = (a & k) >>> 0;
        break;
      case operation.shiftLeft:
        a = (a << k) >>> 0;
        break;
      case operation.shiftLeftX:
        a = (a << x) >>> 0;
        break;
      case operation.shiftRight:
        a >>>= k;
        break;
      case operation.jump:
        at += k * size;
        break;
      case operation.jumpEqual:
        jump(a === k);
        break;
      case operation.jumpGreater:
        jump(a > k);
        break;
      case operation.jumpGreaterOrEqual:
        jump(a >= k);
        break;
      case operation.jumpGreaterOrEqualX:
        jump(a >= x);
        break;
      case operation.jumpBitSet:
        jump((a & k) !== 0);
        break;
      case operation.return:
        return k;
      default:
        throw new RangeError(`no operation ${code}`);
    }
  }
  throw new RangeError("the program has no end");
}

function byteAt({ bytes, networkHeader }: FilteredPacket, k: number): number | undefined {
  const header = place.networkHeader >>> 0;
  return k >= header ? networkHeader[k - header] : bytes[k];
}
