import type { InstanceDraft } from "../decode/vrrp-instance.ts";
import type { Reporter } from "../reporter.ts";

/** Takes the name of its virtual MAC interface from an instance when another one has it: a name is made for it. */
export function separateDeviceNames(instances: readonly InstanceDraft[], report: Reporter): readonly InstanceDraft[] {
  const users = new Map<string, string>();
  return instances.map((draft) => {
    const { name, config } = draft;
    const virtualMac = config.device?.virtualMac;
    if (virtualMac?.interface === undefined) return draft;
    const other = users.get(virtualMac.interface);
    if (other === undefined) {
      users.set(virtualMac.interface, name.text);
      return draft;
    }
    const message = `VRRP instance ${other} is already using ${virtualMac.interface} - ignoring name`;
    report.within(name.text).error("duplicate", name, message, { cure: "give each its own name" });
    const device = { ...config.device, virtualMac: { ...virtualMac, interface: undefined } };
    return { ...draft, config: { ...config, device } };
  });
}
