import { ipvlan } from "../ipvlan.ts";
import { keyword } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { flag, plainText } from "../shapes.ts";
import { virtualMac } from "../virtual-mac.ts";

/** How an instance sits on its interface; the rows go by the names of `DeviceConfig`. */
export const instanceDevice = {
  vrf: keyword("vrf", plainText, {
    priority: "P2",
    doc: "VRF of a unicast instance without an interface",
    excludes: ["interface"],
    unfinished: "an instance needs an interface",
  }),
  virtualMac: keyword("use_vmac", virtualMac, {
    priority: "P1",
    doc: "use the MAC address of the virtual router, on an interface made for it",
    default: "off; the interface is called vrrp.<VRID> or vrrp6.<VRID>",
    firstCounts: true,
  }),
  virtualMacForAddresses: keyword("use_vmac_addr", flag, {
    priority: "P2",
    doc: "virtual MAC addresses on the other interfaces of the addresses too",
    default: "off",
  }),
  transmitFromBase: keyword("vmac_xmit_base", flag, {
    priority: "P1",
    doc: "send adverts from the interface below the one with the virtual MAC address",
    default: "off; on for unicast",
  }),
  ipvlan: keyword("use_ipvlan", ipvlan, {
    priority: "P2",
    doc: "use an ipvlan interface with an address of its own",
    default: "off; mode bridge",
    firstCounts: true,
    unfinished: "the interface itself is used",
  }),
  promoteSecondaries: keyword("promote_secondaries", flag, {
    priority: "P2",
    doc: "keep the other addresses of a network when the first one goes (sysctl promote_secondaries)",
    default: "off",
  }),
  ignoreInterfaceFaults: keyword("dont_track_primary", flag, {
    priority: "P1",
    doc: "the loss of the interface is no fault",
    default: "off",
  }),
  receiveBuffer: keyword("kernel_rx_buf_size", integer({ minimum: 0, maximum: unsignedMaximum }), {
    priority: "P2",
    doc: "bytes of the receive buffer of the instance's socket",
    inherits: "vrrp_rx_bufs_policy",
    default: "the kernel's",
    unfinished: "the buffer has the kernel's size",
  }),
};
