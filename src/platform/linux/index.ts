/** The ports as Linux has them. Only entry points of processes come in here; syslog.ts has its own way in. */
export { openAlarm } from "./alarm.ts";
export { openAnnouncer } from "./announcer.ts";
export { monotonicClock } from "./clock.ts";
export { endProcess } from "./end-process.ts";
export { openFileWatcher } from "./file-watcher.ts";
export { openNamedPipe } from "./named-pipe.ts";
export { openNetworkConfigurator } from "./network-configurator.ts";
export { openNetworkMonitor } from "./network-monitor.ts";
export { missingCapabilities } from "./privileges.ts";
export { openProcessRunner } from "./process-runner.ts";
export { createSharedMemory } from "./shared-memory.ts";
export { openVrrpSocket } from "./vrrp-socket.ts";
