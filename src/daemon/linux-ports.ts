import {
  interfaceSettings,
  monotonicClock,
  openAlarm,
  openAnnouncer,
  openFileWatcher,
  openNetworkConfigurator,
  openNetworkMonitor,
  openPacketFilter,
  openProcessRunner,
  openProcessWatcher,
  openVrrpSocket,
} from "../platform/linux/index.ts";
import type { MachinePorts } from "../platform/ports.ts";

/** This machine, as the driver sees it. */
export function openLinuxPorts(): MachinePorts {
  return {
    clock: monotonicClock,
    openAlarm,
    openNetworkMonitor,
    openNetworkConfigurator,
    openVrrpSocket,
    openAnnouncer,
    openFileWatcher,
    openProcessWatcher,
    openPacketFilter,
    interfaceSettings,
    processes: openProcessRunner(),
  };
}

/** What the driver does not need. */
export {
  holdPacketSockets,
  openNamedPipe,
  type PacketSocketHold,
  rememberOuterNetworkNamespace,
} from "../platform/linux/index.ts";
