/** The ports as Linux has them. Only entry points of processes come in here; syslog.ts has its own way in. */
export { openAlarm } from "./alarm.ts";
export { openAnnouncer } from "./announcer.ts";
export { monotonicClock } from "./clock.ts";
export { endProcess } from "./end-process.ts";
export { openFileWatcher } from "./file-watcher.ts";
export { interfaceSettings } from "./interface-settings.ts";
export { openNamedPipe } from "./named-pipe.ts";
export { openNetworkConfigurator } from "./network-configurator.ts";
export { openNetworkMonitor } from "./network-monitor.ts";
export { rememberOuterNetworkNamespace } from "./network-namespace.ts";
export { openPacketFilter } from "./packet-filter.ts";
export { missingCapabilities } from "./privileges.ts";
export { openProcessWatcher } from "./process-watcher.ts";
export { openProcessRunner } from "./process-runner.ts";
export { createSharedMemory } from "./shared-memory.ts";
export { openVrrpSocket } from "./vrrp-socket.ts";
export { lockMemory } from "./locked-memory.ts";
export { setNiceness, setProcessors, setRealTimeLimit, setRealTimePriority } from "./scheduling.ts";
