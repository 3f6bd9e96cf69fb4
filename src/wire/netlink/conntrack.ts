import { IpAddress } from "../../base/ip-address.ts";
import { familyNumber } from "./address.ts";
import { type Attribute, decodeAttributes, encodePayload, port, readPort, u32 } from "./attribute.ts";
import { netlinkFlag } from "./message.ts";

/**
 * Messages of connection tracking over nfnetlink (linux/netfilter/nfnetlink_conntrack.h).
 *
 *      0  family (8) | version (8) | resource (16)
 *      4  attributes: the tuple of the first packet (1), the tuple of an answer (2), a filter (25) ...
 */
export type FlowRequest = {
  readonly call: string;
  readonly type: number;
  readonly flags: number;
  readonly payload: Uint8Array;
};

/** Flows to an address of this machine that a server behind it answers. Port 0: any. */
export type FlowSelection = {
  /** Of the transport protocol (IANA). */
  readonly protocol: number;
  readonly destination: IpAddress;
  readonly destinationPort: number;
  readonly server: IpAddress;
  readonly serverPort: number;
  /** Only connections of TCP that are in one of these states. */
  readonly states?: readonly TcpState[];
};

/** Not answered yet; ended by a reset. */
export type TcpState = keyof typeof tcpStates;

const tcpStates = { "SYN-SENT": 1, CLOSED: 8 } as const;

const subsystem = 1;
const messageNumber = { IPCTNL_MSG_CT_GET: 1, IPCTNL_MSG_CT_DELETE: 2 } as const;
const attribute = { original: 1, reply: 2, protocol: 4, id: 12, zone: 18, filter: 25 } as const;
const tcp = { information: 1, state: 1 } as const;
const tuple = { addresses: 1, transport: 2 } as const;
const transport = { protocol: 1, sourcePort: 2, destinationPort: 3 } as const;
const addresses = { ipv4: { source: 1, destination: 2 }, ipv6: { source: 3, destination: 4 } } as const;
const nested = 0x8000;
/** Which parts of a tuple a filter compares (net/netfilter/nf_internals.h). */
const compare = { source: 1, destination: 2, protocol: 8, sourcePort: 16, destinationPort: 32 } as const;

const nothing = new Uint8Array(0);

/** Asks for the flows. Kernels before 5.8 answer with all there are. */
export function dumpFlows(selection: FlowSelection): FlowRequest {
  const { destination, destinationPort, server, serverPort, protocol } = selection;
  // Linux 6.18 leaves out those of IPv6 whose addresses are equal, instead of the others: deleteFlow looks at them.
  const [toAddress, fromAddress] = destination.family === "ipv4" ? [compare.destination, compare.source] : [0, 0];
  const ofFirst = toAddress | compare.protocol | (destinationPort === 0 ? 0 : compare.destinationPort);
  const ofAnswer = fromAddress | compare.protocol | (serverPort === 0 ? 0 : compare.sourcePort);
  const kinds = addresses[destination.family];
  return request("IPCTNL_MSG_CT_GET", netlinkFlag.dump, destination, [
    nest(attribute.original, [
      nest(tuple.addresses, [[kinds.destination, destination.bytes]]),
      nest(tuple.transport, [
        [transport.protocol, Uint8Array.of(protocol)],
        [transport.destinationPort, port(destinationPort)],
      ]),
    ]),
    nest(attribute.reply, [
      nest(tuple.addresses, [[kinds.source, server.bytes]]),
      nest(tuple.transport, [
        [transport.protocol, Uint8Array.of(protocol)],
        [transport.sourcePort, port(serverPort)],
      ]),
    ]),
    nest(attribute.filter, [
      [1, u32(ofFirst)],
      [2, u32(ofAnswer)],
    ]),
  ]);
}

/** Takes away a flow that an answer to `dumpFlows` tells of; undefined: it is none of those that were asked for. */
export function deleteFlow(payload: Uint8Array, selection: FlowSelection): FlowRequest | undefined {
  const attributes = read(payload.subarray(4));
  if (!isInState(attributes, selection.states)) return undefined;
  const original = attributes.get(attribute.original);
  const reply = attributes.get(attribute.reply);
  if (original === undefined || reply === undefined) return undefined;
  const { destination, destinationPort, server, serverPort, protocol } = selection;
  const first = readTuple(original, destination);
  const answer = readTuple(reply, server);
  const isSelected =
    first.protocol === protocol &&
    first.destination?.equals(destination) === true &&
    (destinationPort === 0 || first.destinationPort === destinationPort) &&
    answer.source?.equals(server) === true &&
    (serverPort === 0 || answer.sourcePort === serverPort);
  if (!isSelected) return undefined;
  const { id, zone } = { id: attributes.get(attribute.id), zone: attributes.get(attribute.zone) };
  return request("IPCTNL_MSG_CT_DELETE", 0, destination, [
    [attribute.original | nested, original],
    id && [attribute.id, id],
    zone && [attribute.zone, zone],
  ]);
}

function isInState(flow: ReadonlyMap<number, Uint8Array>, states: readonly TcpState[] | undefined): boolean {
  if (states === undefined) return true;
  const information = read(flow.get(attribute.protocol) ?? nothing).get(tcp.information);
  const [state] = read(information ?? nothing).get(tcp.state) ?? [];
  return states.some((each) => tcpStates[each] === state);
}

type Tuple = {
  readonly source: IpAddress | undefined;
  readonly destination: IpAddress | undefined;
  readonly protocol: number | undefined;
  readonly sourcePort: number | undefined;
  readonly destinationPort: number | undefined;
};

function readTuple(bytes: Uint8Array, { family }: IpAddress): Tuple {
  const parts = read(bytes);
  const hosts = read(parts.get(tuple.addresses) ?? nothing);
  const ends = read(parts.get(tuple.transport) ?? nothing);
  const kinds = addresses[family];
  return {
    source: readAddress(hosts.get(kinds.source)),
    destination: readAddress(hosts.get(kinds.destination)),
    protocol: ends.get(transport.protocol)?.[0],
    sourcePort: readPort(ends.get(transport.sourcePort)),
    destinationPort: readPort(ends.get(transport.destinationPort)),
  };
}

function readAddress(bytes: Uint8Array | undefined): IpAddress | undefined {
  return bytes?.length === 4 || bytes?.length === 16 ? IpAddress.fromBytes(bytes) : undefined;
}

/** What is cut off counts as missing. */
function read(bytes: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const result = decodeAttributes(bytes);
  return result.ok ? result.value : new Map<number, Uint8Array>();
}

function nest(type: number, attributes: readonly Attribute[]): Attribute {
  return [type | nested, encodePayload(nothing, attributes)];
}

function request(
  call: keyof typeof messageNumber,
  flags: number,
  { family }: IpAddress,
  attributes: readonly (Attribute | undefined)[],
): FlowRequest {
  const header = Uint8Array.of(familyNumber[family], 0, 0, 0);
  return { call, type: (subsystem << 8) | messageNumber[call], flags, payload: encodePayload(header, attributes) };
}
