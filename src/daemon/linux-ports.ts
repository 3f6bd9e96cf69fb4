import {
  monotonicClock,
  openAlarm,
  openAnnouncer,
  openNetworkConfigurator,
  openNetworkMonitor,
  openProcessRunner,
  openVrrpSocket,
} from "../platform/linux/index.ts";
import type { VrrpPorts } from "./vrrp-driver.ts";

/** This machine, as the driver sees it. */
export function openLinuxPorts(): VrrpPorts {
  return {
    clock: monotonicClock,
    openAlarm,
    openNetworkMonitor,
    openNetworkConfigurator,
    openVrrpSocket,
    openAnnouncer,
    processes: openProcessRunner(),
  };
}
