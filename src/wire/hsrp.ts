import { type Decoded, decoded, failed } from "../base/decoded.ts";
import { type Family, IpAddress } from "../base/ip-address.ts";
import { viewOf } from "../base/layout.ts";
import { type Duration, milliseconds, seconds } from "../base/time.ts";

/**
 * What a router of Cisco's Hot Standby Router Protocol says, which is what follows the UDP header. Version 1 over IPv4
 * (RFC 2281 §5.1), with an authentication record behind it where MD5 is used:
 *
 *      0  version 0 | operation | state | hello time in seconds
 *      4  hold time in seconds | priority | group | reserved
 *      8  authentication data (8 bytes): a password in clear
 *     16  virtual address (4 bytes)
 *
 * Version 2 is a list of records of a type, a length (one byte each) and that many bytes. The group state is that of
 * type 1 with 40 bytes; a password is type 3, MD5 type 4 (Cisco, "HSRP Version 2"):
 *
 *      0  version 2 | operation | state | version of IP, 4 or 6
 *      4  group (2 bytes) | identifier (6 bytes)
 *     12  priority (4 bytes)
 *     16  hello time in milliseconds (4 bytes) | hold time (4 bytes)
 *     24  virtual address (16 bytes; one of IPv4 is in the first 4)
 */
export type HsrpMessage = {
  readonly version: 1 | 2;
  readonly operation: "hello" | "coup" | "resign";
  readonly state: HsrpState;
  /** 0 to 255 in version 1, 0 to 4095 in version 2. */
  readonly group: number;
  readonly priority: number;
  readonly helloTime: Duration;
  readonly holdTime: Duration;
  /** Undefined: not known to the sender yet. */
  readonly address: IpAddress | undefined;
  /** What the password is, is nobody's business; every message of version 1 without MD5 has one. */
  readonly authentication: "none" | "password" | "md5";
};

/** `unknown`: a number that means nothing. */
export type HsrpState = "disabled" | "initial" | "learn" | "listen" | "speak" | "standby" | "active" | "unknown";

/**
 * Why bytes are not such a message, in the order of the checks:
 * - `truncated`: less than 20 bytes in version 1, or a record that ends after the bytes do;
 * - `version`: neither 0 nor a list of records with a group state of version 2;
 * - `operation`: one that says nothing of a group, such as the state of an interface.
 */
export type HsrpError = "truncated" | "version" | "operation";

/** Destination ports over IPv4 and over IPv6. */
export const hsrpPort: Readonly<Record<Family, number>> = { ipv4: 1985, ipv6: 2029 };

const version1Length = 20;
const addressOffset1 = 16;
const groupState = { type: 1, length: 40, version: 2, addressOffset: 24 } as const;
const recordType = { password: 3, md5: 4 } as const;

const operations: ReadonlyMap<number, HsrpMessage["operation"]> = new Map([
  [0, "hello"],
  [1, "coup"],
  [2, "resign"],
]);
const states1: ReadonlyMap<number, HsrpState> = new Map([
  [0, "initial"],
  [1, "learn"],
  [2, "listen"],
  [4, "speak"],
  [8, "standby"],
  [16, "active"],
]);
const states2: readonly HsrpState[] = ["disabled", "initial", "learn", "listen", "speak", "standby", "active"];

/** Decodes what followed the UDP header, copying what it keeps. */
export function decodeHsrp(bytes: Uint8Array): Decoded<HsrpMessage, HsrpError> {
  return bytes[0] === 0 ? decodeVersion1(bytes) : decodeVersion2(bytes);
}

function decodeVersion1(bytes: Uint8Array): Decoded<HsrpMessage, HsrpError> {
  if (bytes.length < version1Length) return failed("truncated");
  const operation = operations.get(bytes[1] ?? 0);
  if (operation === undefined) return failed("operation");
  const [, , state = 0, hello = 0, hold = 0, priority = 0, group = 0] = bytes;
  return decoded({
    version: 1,
    operation,
    state: states1.get(state) ?? "unknown",
    group,
    priority,
    helloTime: seconds(hello),
    holdTime: seconds(hold),
    address: specified(bytes.subarray(addressOffset1, version1Length)),
    authentication: bytes[version1Length] === recordType.md5 ? "md5" : "password",
  });
}

function decodeVersion2(bytes: Uint8Array): Decoded<HsrpMessage, HsrpError> {
  let state: Uint8Array | undefined;
  let authentication: HsrpMessage["authentication"] = "none";
  for (let at = 0; at < bytes.length;) {
    const type = bytes[at];
    const end = at + 2 + (bytes[at + 1] ?? bytes.length);
    if (end > bytes.length) return failed("truncated");
    if (type === groupState.type && end - at === 2 + groupState.length) state ??= bytes.subarray(at + 2, end);
    if (type === recordType.password) authentication = "password";
    if (type === recordType.md5) authentication = "md5";
    at = end;
  }
  if (state?.[0] !== groupState.version) return failed("version");
  return decodeGroupState(state, authentication);
}

function decodeGroupState(
  state: Uint8Array,
  authentication: HsrpMessage["authentication"],
): Decoded<HsrpMessage, HsrpError> {
  const operation = operations.get(state[1] ?? 0);
  if (operation === undefined) return failed("operation");
  const view = viewOf(state);
  const length = state[3] === 6 ? 16 : 4;
  return decoded({
    version: 2,
    operation,
    state: states2[state[2] ?? 0] ?? "unknown",
    group: view.getUint16(4),
    priority: view.getUint32(12),
    helloTime: milliseconds(view.getUint32(16)),
    holdTime: milliseconds(view.getUint32(20)),
    address: specified(state.subarray(groupState.addressOffset, groupState.addressOffset + length)),
    authentication,
  });
}

function specified(bytes: Uint8Array): IpAddress | undefined {
  const address = IpAddress.fromBytes(bytes);
  return address.isUnspecified ? undefined : address;
}
