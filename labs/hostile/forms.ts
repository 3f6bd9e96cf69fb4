import { unreachable } from "../../src/base/assert.ts";
import { internetChecksum } from "../../src/base/checksum.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import { Rng } from "../../src/base/rng.ts";
import { centiseconds, seconds } from "../../src/base/time.ts";
import { ipv4PseudoHeader } from "../../src/wire/ip.ts";
import { encodeAdvert } from "../../src/wire/vrrp.ts";

/** What a hostile host may send; each form is wrong in one way only. */
export const forms = [
  "bad checksum",
  "TTL 254",
  "wrong version",
  "wrong type",
  "truncated",
  "count 200",
  "foreign VRID",
  "wrong password",
  "random bytes",
  /** Below everybody's priority, and good in all else. */
  "lower priority",
  /** Above the backup's and below the master's. */
  "between",
] as const;
export type Form = (typeof forms)[number];

/** The virtual router under attack. */
export type Target = {
  readonly version: 2 | 3;
  readonly vrid: number;
  readonly address: string;
  /** 8 bytes of text or fewer, in version 2. */
  readonly password: string;
  /** Of the adverts of its master, in centiseconds; whole seconds in version 2. */
  readonly interval: number;
};

const groupMac = [0x01, 0x00, 0x5e, 0x00, 0x00, 0x12] as const;
const attackerMac = [0x02, 0x66, 0x66, 0x66, 0x66, 0x66] as const;
/** Where all of it comes from, whatever the IP source says. */
export const attackerAddress = "02:66:66:66:66:66";
const group = IpAddress.of("224.0.0.18");

/** Ethernet frames of a form that differ in their source addresses, and where it makes sense in their contents. */
export function framesOf(form: Form, target: Target, count: number): readonly Uint8Array[] {
  const rng = new Rng(form.length);
  return Array.from({ length: count }, (_, index) => {
    const source = IpAddress.of(`192.0.2.${66 + (index % 64)}`);
    const ttl = form === "TTL 254" ? 254 : 255;
    return frame(source, ttl, payloadOf(form, target, source, rng));
  });
}

function payloadOf(form: Form, target: Target, source: IpAddress, rng: Rng): Uint8Array {
  switch (form) {
    case "bad checksum":
      return changed(target, source, (bytes) => {
        bytes[8] = 0x55;
      });
    case "TTL 254":
      return advert(target, source, 250);
    case "wrong version":
      return advert({ ...target, version: target.version === 2 ? 3 : 2 }, source, 250);
    case "wrong type":
      return withChecksum(
        target,
        source,
        changed(target, source, (bytes) => {
          bytes[0] = (target.version << 4) | 2;
        }),
      );
    case "truncated":
      return advert(target, source, 250).subarray(0, 6);
    case "count 200":
      return withChecksum(
        target,
        source,
        changed(target, source, (bytes) => {
          bytes[3] = 200;
        }),
      );
    case "foreign VRID":
      return advert({ ...target, vrid: 200 }, source, 250);
    case "wrong password":
      return advert({ ...target, password: "wrong" }, source, 250);
    case "random bytes":
      return Uint8Array.from({ length: 1 + rng.below(80) }, () => rng.below(256));
    case "lower priority":
      return advert(target, source, 1);
    case "between":
      return advert(target, source, 150);
    default:
      return unreachable(form);
  }
}

function advert(
  { version, vrid, address, password, interval }: Target,
  source: IpAddress,
  priority: number,
): Uint8Array {
  const data = new Uint8Array(8);
  data.set(new TextEncoder().encode(password));
  const addresses = [IpAddress.of(address)];
  const common = { version, vrid, priority, addresses };
  const path = { source, destination: group };
  return version === 3
    ? encodeAdvert({ ...common, interval: centiseconds(interval), authentication: undefined }, path, "pseudo-header")
    : encodeAdvert({ ...common, interval: seconds(1), authentication: { type: 1, data } }, path, "message");
}

/** An advert that would win, with a change that its checksum does not know of. */
function changed(target: Target, source: IpAddress, change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = advert(target, source, 250);
  change(bytes);
  return bytes;
}

function withChecksum({ version }: Target, source: IpAddress, bytes: Uint8Array): Uint8Array {
  bytes.fill(0, 6, 8);
  const covered =
    version === 3 ? [ipv4PseudoHeader({ source, destination: group }, 112, bytes.length), bytes] : [bytes];
  new DataView(bytes.buffer).setUint16(6, internetChecksum(...covered));
  return bytes;
}

function frame(source: IpAddress, ttl: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.max(60, 34 + payload.length));
  const view = new DataView(bytes.buffer);
  bytes.set(groupMac, 0);
  bytes.set(attackerMac, 6);
  view.setUint16(12, 0x0800);
  bytes.set([0x45, 0xc0], 14);
  view.setUint16(16, 20 + payload.length);
  bytes.set([ttl, 112], 22);
  bytes.set(source.bytes, 26);
  bytes.set(group.bytes, 30);
  view.setUint16(24, internetChecksum(bytes.subarray(14, 34)));
  bytes.set(payload, 34);
  return bytes;
}
