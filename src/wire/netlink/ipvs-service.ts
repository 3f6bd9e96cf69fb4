import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { type Family, hostPrefixLength, IpAddress } from "../../base/ip-address.ts";
import {
  type Granularity,
  type Persistence,
  type Protocol,
  type Scheduler,
  schedulers,
  type TableKey,
  type TableSettings,
} from "../../base/lvs-table.ts";
import { seconds, toSeconds } from "../../base/time.ts";
import {
  type Attribute,
  decodeAttributes,
  port,
  readPort,
  readText,
  readU16,
  readU32,
  text,
  u16,
  u32,
} from "./attribute.ts";
import { decodeGeneric } from "./generic.ts";
import { type IpvsError, ipvsAttribute, nested } from "./ipvs.ts";
import { encodeUnion, ipvsFamilyNumber, readFamily, readUnion } from "./ipvs-address.ts";
import { decodeFlags, encodeFlags, serviceFlag } from "./ipvs-flags.ts";

/** IPVS_SVC_ATTR_ */
const attribute = {
  family: 1,
  protocol: 2,
  address: 3,
  port: 4,
  mark: 5,
  scheduler: 6,
  flags: 7,
  timeout: 8,
  netmask: 9,
  engine: 11,
} as const;

/** IPPROTO_ */
const protocolNumber = { TCP: 6, UDP: 17, SCTP: 132 } as const satisfies Record<Protocol, number>;
const everyFlag = 0xffff_ffff;

/** The service that a command is about; with its settings where it is made or changed. */
export function encodeService(key: TableKey, settings?: TableSettings): Attribute {
  return nested(ipvsAttribute.service, [
    ...encodeKey(key),
    ...(settings === undefined ? [] : encodeSettings(settings, familyOf(key))),
  ]);
}

function encodeKey(key: TableKey): readonly Attribute[] {
  const family: Attribute = [attribute.family, u16(ipvsFamilyNumber[familyOf(key)])];
  if (key.kind === "mark") return [family, [attribute.mark, u32(key.mark)]];
  return [
    family,
    [attribute.protocol, u16(protocolNumber[key.protocol])],
    [attribute.address, encodeUnion(key.address)],
    [attribute.port, port(key.port)],
  ];
}

/** Settings with the same attributes are the same to the kernel. */
export function encodeSettings(settings: TableSettings, family: Family): readonly (Attribute | undefined)[] {
  const { scheduler, persistence } = settings;
  return [
    [attribute.scheduler, text(scheduler)],
    persistence?.engine === undefined ? undefined : [attribute.engine, text(persistence.engine)],
    [attribute.flags, Uint8Array.of(...u32(encodeFlags(settings)), ...u32(everyFlag))],
    [attribute.timeout, u32(persistence === undefined ? 0 : toSeconds(persistence.timeout))],
    [attribute.netmask, encodeGranularity(persistence?.granularity, family)],
  ];
}

/** The netmask in network order, or the length of the prefix as a number; for single clients all ones or 128. */
function encodeGranularity(granularity: Granularity | undefined, family: Family): Uint8Array {
  if (granularity?.family === "ipv4") return granularity.mask.bytes;
  if (granularity?.family === "ipv6") return u32(granularity.length);
  return family === "ipv4" ? u32(0xffff_ffff) : u32(hostPrefixLength("ipv6"));
}

export function familyOf(key: TableKey): Family {
  return key.kind === "mark" ? key.family : key.address.family;
}

/** A message about a service. `hashed` is what the kernel does with all of them, and so cannot be read. */
export function decodeService(
  payload: Uint8Array,
): Decoded<{ readonly key: TableKey; readonly settings: TableSettings }, IpvsError> {
  const outer = decodeGeneric(payload);
  if (!outer.ok) return outer;
  const inner = decodeAttributes(outer.value.get(ipvsAttribute.service) ?? new Uint8Array(0));
  if (!inner.ok) return inner;
  const key = decodeKey(inner.value);
  if (!key.ok) return key;
  const scheduler = readText(inner.value.get(attribute.scheduler));
  const flags = readU32(inner.value.get(attribute.flags));
  if (scheduler === undefined || flags === undefined) return failed("missing");
  if (!isScheduler(scheduler)) return failed("unknown");
  const settings = {
    scheduler,
    ...decodeFlags(flags, scheduler),
    hashed: false,
    persistence:
      (flags & serviceFlag.persistent) === 0 ? undefined : decodePersistence(inner.value, familyOf(key.value)),
  };
  return decoded({ key: key.value, settings });
}

function decodeKey(attributes: ReadonlyMap<number, Uint8Array>): Decoded<TableKey, IpvsError> {
  const family = readFamily(readU16(attributes.get(attribute.family)));
  if (family === undefined) return failed("unknown");
  const mark = readU32(attributes.get(attribute.mark));
  if (mark !== undefined) return decoded({ kind: "mark", mark, family });
  const address = readUnion(attributes.get(attribute.address), family);
  const number = readU16(attributes.get(attribute.protocol));
  const own = readPort(attributes.get(attribute.port));
  if (address === undefined || number === undefined || own === undefined) return failed("missing");
  const protocol = protocolOf(number);
  if (protocol === undefined) return failed("unknown");
  return decoded({ kind: "address", address, port: own, protocol });
}

function decodePersistence(attributes: ReadonlyMap<number, Uint8Array>, family: Family): Persistence {
  return {
    timeout: seconds(readU32(attributes.get(attribute.timeout)) ?? 0),
    granularity: decodeGranularity(attributes.get(attribute.netmask), family),
    engine: readText(attributes.get(attribute.engine)),
  };
}

function decodeGranularity(value: Uint8Array | undefined, family: Family): Granularity | undefined {
  const number = readU32(value);
  if (value === undefined || number === undefined) return undefined;
  if (family === "ipv6") return number === hostPrefixLength("ipv6") ? undefined : { family, length: number };
  return number === 0xffff_ffff ? undefined : { family, mask: IpAddress.fromBytes(value.subarray(0, 4)) };
}

function protocolOf(number: number): Protocol | undefined {
  if (number === protocolNumber.TCP) return "TCP";
  if (number === protocolNumber.UDP) return "UDP";
  return number === protocolNumber.SCTP ? "SCTP" : undefined;
}

function isScheduler(name: string): name is Scheduler {
  return schedulers.some((each) => each === name);
}
