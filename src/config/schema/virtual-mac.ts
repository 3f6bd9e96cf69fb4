import type { VirtualMacConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { DeviceWords, printDeviceWords } from "./device-words.ts";
import type { Shape } from "./keyword.ts";
import { shorten } from "./words.ts";

/** `use_vmac [[name] IF] [MAC] [netlink_notify_msg] [group G]` (keepalived.conf(5), "use_vmac"). */
export const virtualMac: Shape<VirtualMacConfig> = {
  syntax: "[[name] <INTERFACE>] [<MAC>] [netlink_notify_msg] [group <NUMBER>]",
  block: false,
  read({ words }, report) {
    const device = new DeviceWords("VMAC", report);
    let octets: readonly number[] | undefined;
    let netlinkNotify = false;
    const waiting = words.toReversed();
    for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
      if (word.text === "netlink_notify_msg") netlinkNotify = true;
      else if (!word.text.includes(":")) device.take(word, waiting);
      else if (octets !== undefined) {
        report.error("repeated", word, "VMAC interface address already specified", { cure: "the first one counts" });
      } else octets = parseOctets(word, report);
    }
    return { interface: device.name, octets, netlinkNotify, group: device.group };
  },
  print: ({ octets, netlinkNotify, ...device }) =>
    printDeviceWords(device, [
      octets?.map((octet) => octet.toString(16).padStart(2, "0")).join(":"),
      netlinkNotify ? "netlink_notify_msg" : undefined,
    ]),
};

/** Six octets of a MAC address, or the first five. */
function parseOctets(word: Word, report: Reporter): readonly number[] | undefined {
  const parts = word.text.split(":");
  const isMac = (parts.length === 5 || parts.length === 6) && parts.every((part) => /^[0-9a-f]{1,2}$/iu.test(part));
  if (!isMac) {
    report.error("invalid-value", word, `VMAC invalid MAC address ${shorten(word.text)} - ignored`);
    return undefined;
  }
  const octets = parts.map((part) => Number.parseInt(part, 16));
  // The lowest bit of the first octet marks a group (IEEE 802).
  if (((octets[0] ?? 0) & 1) === 0) return octets;
  report.error("invalid-value", word, `VMAC MAC address is multicast ${word.text} - ignoring`);
  return undefined;
}
