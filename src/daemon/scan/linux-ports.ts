import { monotonicClock, openFrameListener, openNetworkMonitor } from "../../platform/linux/index.ts";
import type { ScanPorts } from "./listen.ts";

export const linuxScanPorts: ScanPorts = { clock: monotonicClock, openNetworkMonitor, openFrameListener };
