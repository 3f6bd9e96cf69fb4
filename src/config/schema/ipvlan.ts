import { IpAddress } from "../../base/ip-address.ts";
import type { IpvlanConfig } from "../../vrrp/config.ts";
import { DeviceWords, printDeviceWords } from "./device-words.ts";
import type { Shape } from "./keyword.ts";
import { shorten } from "./words.ts";

const modes = ["bridge", "private", "vepa"] as const;

/** `use_ipvlan [[name] IF] [IP] [bridge|private|vepa] [group G]` (keepalived.conf(5), "use_ipvlan"). */
export const ipvlan: Shape<IpvlanConfig> = {
  syntax: "[[name] <INTERFACE>] [<IP ADDRESS>] [bridge|private|vepa] [group <NUMBER>]",
  block: false,
  read({ words }, report) {
    const device = new DeviceWords("IPVLAN", report);
    let address: IpAddress | undefined;
    let mode: IpvlanConfig["mode"];
    const waiting = words.toReversed();
    for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
      const { text } = word;
      const asMode = modes.find((name) => name === text);
      // A prefix length may stand behind the address, and means nothing.
      const asAddress = IpAddress.parse(text.replace(/\/\d+$/u, ""));
      if (asMode === undefined && asAddress === undefined) device.take(word, waiting);
      else if (asMode === undefined ? address === undefined : mode === undefined) {
        address ??= asAddress;
        mode ??= asMode;
      } else {
        const what = asMode === undefined ? "address" : "type";
        const message = `ipvlan ${what} already specified - ignoring '${shorten(text)}'`;
        report.error("repeated", word, message, { cure: "the first one counts" });
      }
    }
    return { interface: device.name, address, mode, group: device.group };
  },
  print: ({ address, mode, ...device }) => printDeviceWords(device, [address?.toString(), mode]),
};
