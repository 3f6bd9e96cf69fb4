import type { DeviceConfig, InstanceConfig, IpvlanConfig } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { instanceDevice } from "../schema/instance/device.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import { nothingGiven } from "./nothing-given.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** How an instance sits on its interface; undefined: plainly. */
export function decodeDevice(
  scope: ScopeReader,
  { family, transport }: Pick<InstanceConfig, "family" | "transport">,
  report: Reporter,
): DeviceConfig | undefined {
  const { vrf, ipvlan, transmitFromBase, ...given }: DeviceConfig = scope.readAll(instanceDevice);
  const device: DeviceConfig = {
    ...given,
    ...(vrf !== undefined && acceptVrf(scope, report) && { vrf }),
    ...(transmitsFromBase(scope, { ...given, transmitFromBase }, transport, report) && { transmitFromBase: true }),
    ...(ipvlan && { ipvlan: reviewIpvlan(ipvlan, family, scope, report) }),
  };
  return nothingGiven(device) ? undefined : device;
}

function acceptVrf(scope: ScopeReader, report: Reporter): boolean {
  if (!scope.has(vrrpInstance.interface)) return true;
  const message = "Cannot specify VRF interface and interface - ignoring";
  report.error("conflict", scope.parameterAt(instanceDevice.vrf), message);
  return false;
}

/** Only with a virtual MAC address, and then always for unicast. */
function transmitsFromBase(
  scope: ScopeReader,
  { virtualMac, transmitFromBase }: DeviceConfig,
  transport: InstanceConfig["transport"],
  report: Reporter,
): boolean {
  if (virtualMac === undefined) {
    if (transmitFromBase) {
      const place = scope.keywordAt(instanceDevice.transmitFromBase);
      report.warning("conflict", place, "vmac_xmit_base is only valid with a vmac", { cure: "remove it" });
    }
    return false;
  }
  if (transmitFromBase || transport.kind === "multicast") return transmitFromBase ?? false;
  const message = "unicast with use_vmac requires vmac_xmit_base - setting";
  report.warning("adjusted", scope.keywordAt(instanceDevice.virtualMac), message, { cure: "write vmac_xmit_base" });
  return true;
}

/** An IPv4 instance needs an address on its ipvlan; one of IPv6 has a link-local one. */
function reviewIpvlan(
  ipvlan: IpvlanConfig,
  family: InstanceConfig["family"],
  scope: ScopeReader,
  report: Reporter,
): IpvlanConfig {
  const place = scope.parameterAt(instanceDevice.ipvlan);
  const { address } = ipvlan;
  const isOther = address !== undefined && address.family !== family;
  if (isOther) {
    const message = `ipvlan address[${address.toString()}] MUST match vrrp instance family !!! Skipping...`;
    report.error("address-family", place, message);
  }
  const usable = isOther ? undefined : address;
  if (usable === undefined && family === "ipv4") {
    const problem = "IPv4 ipvlan requires a source ip address to be configured";
    const cure = "write the address behind use_ipvlan";
    report.error("missing-setting", place, `${problem}. setting instance to fault state`, { cure });
  }
  return { ...ipvlan, address: usable };
}
