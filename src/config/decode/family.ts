import { IpAddress } from "../../base/ip-address.ts";
import type { Family } from "../../base/ip-address.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import type { Statement } from "../tree.ts";
import type { PlacedAddress } from "./addresses.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import type { ScopeReader } from "./scope-reader.ts";

/**
 * The first address of `virtual_ipaddress` decides; without one the source address, the multicast group, or the first
 * of the peers. Excluded addresses say nothing: they may be of either family.
 */
export function chooseFamily(
  scope: ScopeReader,
  advertised: readonly PlacedAddress[],
  peers: readonly Statement[],
  report: Reporter,
): Family {
  const nativeAt = scope.keywordAt(vrrpInstance.nativeIpv6);
  const first = advertised[0]?.address.prefix.address.family;
  if (nativeAt !== undefined && first === "ipv4") {
    report.warning("conflict", nativeAt, "Cannot specify native_ipv6 with IPv4 addresses");
  }
  scope.value(vrrpInstance.nativeIpv6);
  if (first !== undefined) return first;
  if (nativeAt !== undefined) return "ipv6";
  const own = familyKeywords.find((keyword) => scope.has(keyword));
  const hint = own === undefined ? firstAddress(peers) : scope.parameterAt(own)?.text;
  return hint?.includes(":") === true ? "ipv6" : "ipv4";
}

/** Keywords with an address of the instance's family. */
const familyKeywords = [vrrpInstance.unicastSource, vrrpInstance.multicastSource, vrrpInstance.multicastGroup];

function firstAddress(lines: readonly Statement[]): string | undefined {
  return lines.find(({ keyword }) => IpAddress.parse(keyword.text) !== undefined)?.keyword.text;
}

export function decodeVersion(scope: ScopeReader, family: Family, defaults: InstanceDefaults, report: Reporter): 2 | 3 {
  const place = scope.parameterAt(vrrpInstance.version);
  const given = scope.value(vrrpInstance.version);
  // RFC 3768 knows no IPv6.
  if (family === "ipv6") {
    if (given === 2) {
      report.warning("conflict", place, "IPv6 needs VRRP version 3, using it", { effect: "none" });
    }
    return 3;
  }
  return (given ?? defaults.version) === 3 ? 3 : 2;
}

/** What is left of the addresses, and how many were written: of those that were dropped each has a finding. */
export type AddressSetting = Pick<InstanceConfig, "addresses" | "version"> & {
  readonly written: number;
  readonly strict: boolean;
};

export function checkAddresses(scope: ScopeReader, name: Word, setting: AddressSetting, report: Reporter): void {
  const place = scope.keywordAt(vrrpInstance.addresses) ?? name;
  const wantsNone = scope.value(vrrpInstance.noAddresses) ?? false;
  const [first] = setting.addresses;
  if (first === undefined && !wantsNone) reportNone(place, setting, report);
  // RFC 9568 §5.2.9
  if (first?.prefix.address.family !== "ipv6" || first.prefix.address.isLinkLocal) return;
  const message = "the first IPv6 VIP address must be link local";
  const cure = "put an address from fe80::/10 first, the same on all machines";
  if (setting.strict) report.fatal("conflict", place, message, { cure });
  else report.warning("conflict", place, message, { cure, effect: "none" });
}

function reportNone(place: Word, { version, strict, written }: AddressSetting, report: Reporter): void {
  const cure =
    written === 0
      ? "list the addresses in virtual_ipaddress { }, or write no_virtual_ipaddress"
      : "correct the addresses of the block: none of them can be used";
  if (version === 3 || strict) {
    // Where something else ends the daemon, it is said already why there is none.
    if (written > 0 && report.endsDaemon) return;
    report.fatal("missing-setting", place, "No VIP specified; at least one is required", { cure });
  } else if (written === 0) {
    report.warning("missing-setting", place, "No VIP specified; at least one is sensible", { cure });
  }
}
