import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { IpAddress } from "../../base/ip-address.ts";
import type { SyncDaemon, TableTimeouts } from "../../base/lvs-table.ts";
import { type Duration, seconds, toSeconds } from "../../base/time.ts";
import { type Attribute, decodeAttributes, readText, readU16, readU32, text, u16, u32 } from "./attribute.ts";
import { decodeGeneric } from "./generic.ts";
import { type IpvsError, ipvsAttribute, nested } from "./ipvs.ts";

/** IPVS_DAEMON_ATTR_ */
const attribute = {
  role: 1,
  interface: 2,
  id: 3,
  maximumLength: 4,
  group: 5,
  group6: 6,
  port: 7,
  timeToLive: 8,
} as const;

/** IP_VS_STATE_ */
const roleNumber = { master: 1, backup: 2 } as const satisfies Record<SyncDaemon["role"], number>;

/** The daemon that starts. Its port is in the byte order of the machine, unlike others. */
export function encodeDaemon(daemon: SyncDaemon): Attribute {
  const { maximumLength, port, timeToLive, group } = daemon;
  return nested(ipvsAttribute.daemon, [
    [attribute.role, u32(roleNumber[daemon.role])],
    [attribute.interface, text(daemon.interface)],
    [attribute.id, u32(daemon.id)],
    maximumLength === undefined ? undefined : [attribute.maximumLength, u16(maximumLength)],
    port === undefined ? undefined : [attribute.port, u16(port)],
    timeToLive === undefined ? undefined : [attribute.timeToLive, Uint8Array.of(timeToLive)],
    group && [group.family === "ipv4" ? attribute.group : attribute.group6, group.bytes],
  ]);
}

/** The daemon that stops: there is one of each role. */
export function encodeDaemonRole(role: SyncDaemon["role"]): Attribute {
  return nested(ipvsAttribute.daemon, [[attribute.role, u32(roleNumber[role])]]);
}

/** A message about a daemon that runs, with what the kernel has chosen where nothing was said. */
export function decodeDaemon(payload: Uint8Array): Decoded<SyncDaemon, IpvsError> {
  const outer = decodeGeneric(payload);
  if (!outer.ok) return outer;
  const inner = decodeAttributes(outer.value.get(ipvsAttribute.daemon) ?? new Uint8Array(0));
  if (!inner.ok) return inner;
  const role = roleOf(readU32(inner.value.get(attribute.role)));
  const name = readText(inner.value.get(attribute.interface));
  const id = readU32(inner.value.get(attribute.id));
  if (name === undefined || id === undefined) return failed("missing");
  if (role === undefined) return failed("unknown");
  return decoded({
    role,
    interface: name,
    id,
    maximumLength: readU16(inner.value.get(attribute.maximumLength)),
    group: readGroup(inner.value),
    port: readU16(inner.value.get(attribute.port)),
    timeToLive: inner.value.get(attribute.timeToLive)?.[0],
  });
}

function readGroup(attributes: ReadonlyMap<number, Uint8Array>): IpAddress | undefined {
  const bytes = attributes.get(attribute.group) ?? attributes.get(attribute.group6);
  return bytes?.length === 4 || bytes?.length === 16 ? IpAddress.fromBytes(bytes) : undefined;
}

function roleOf(number: number | undefined): SyncDaemon["role"] | undefined {
  if (number === roleNumber.master) return "master";
  return number === roleNumber.backup ? "backup" : undefined;
}

/** The time-outs that change, in whole seconds; the others stay. */
export function encodeTimeouts({ tcp, tcpFin, udp }: TableTimeouts): readonly (Attribute | undefined)[] {
  return [timeout(ipvsAttribute.tcp, tcp), timeout(ipvsAttribute.tcpFin, tcpFin), timeout(ipvsAttribute.udp, udp)];
}

function timeout(type: number, duration: Duration | undefined): Attribute | undefined {
  return duration === undefined ? undefined : [type, u32(toSeconds(duration))];
}

/** A message that tells the time-outs. */
export function decodeTimeouts(payload: Uint8Array): Decoded<TableTimeouts, "truncated"> {
  const attributes = decodeGeneric(payload);
  if (!attributes.ok) return attributes;
  const read = (type: number): Duration | undefined => {
    const value = readU32(attributes.value.get(type));
    return value === undefined ? undefined : seconds(value);
  };
  return decoded({ tcp: read(ipvsAttribute.tcp), tcpFin: read(ipvsAttribute.tcpFin), udp: read(ipvsAttribute.udp) });
}
