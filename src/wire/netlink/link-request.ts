import { layout, viewOf, writeLayout } from "../../base/layout.ts";
import type { MacAddress } from "../../base/mac-address.ts";
import { encodePayload, text, u32 } from "./attribute.ts";
import { linkFlag } from "./link.ts";

/** A macvlan interface that passes nothing on to others above the same base (`mode private`, ip-link(8)). */
export type MacvlanRequest = {
  readonly name: string;
  readonly baseIndex: number;
  readonly mac: MacAddress;
  /** Number of the interface group; undefined: 0. */
  readonly group: number | undefined;
};

/** `struct ifinfomsg`, see link.ts. */
const requestLayout = layout(16, { family: [0, "u8"], index: [4, "u32"], flags: [8, "u32"], change: [12, "u32"] });

/** IFLA_, IFLA_INFO_ and IFLA_MACVLAN_ numbers; the highest bit of a type says that attributes are inside. */
const nested = 0x8000;
const attributeType = { address: 1, name: 3, base: 5, information: 18 | nested, group: 27 } as const;
const informationType = { kind: 1, data: 2 | nested } as const;
const macvlanMode = 1;
const modePrivate = 1;
const nothing = new Uint8Array(0);

/** The payload of RTM_NEWLINK that makes the interface, which is down. */
export function encodeNewMacvlan({ name, baseIndex, mac, group }: MacvlanRequest): Uint8Array {
  const data = encodePayload(nothing, [[macvlanMode, u32(modePrivate)]]);
  const information = encodePayload(nothing, [
    [informationType.kind, text("macvlan")],
    [informationType.data, data],
  ]);
  return encodePayload(encodeStructure({}), [
    [attributeType.address, mac.bytes],
    [attributeType.name, text(name)],
    [attributeType.base, u32(baseIndex)],
    group === undefined ? undefined : [attributeType.group, u32(group)],
    [attributeType.information, information],
  ]);
}

/** The payload of RTM_NEWLINK that takes an interface up. */
export function encodeSetUp(index: number): Uint8Array {
  return encodeStructure({ index, flags: linkFlag.up, change: linkFlag.up });
}

/** The payload of RTM_DELLINK. */
export function encodeRemoveLink(index: number): Uint8Array {
  return encodeStructure({ index });
}

function encodeStructure(values: {
  readonly index?: number;
  readonly flags?: number;
  readonly change?: number;
}): Uint8Array {
  const bytes = new Uint8Array(requestLayout.size);
  writeLayout(viewOf(bytes), 0, requestLayout, values);
  return bytes;
}
