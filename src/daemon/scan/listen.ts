import type { Clock, OpenFrameListener, OpenNetworkMonitor } from "../../platform/ports.ts";
import { type SystemError, SystemException } from "../../platform/ports.ts";
import { type ScanReport, scanReport } from "../../status/scan/report.ts";
import { ScanTable } from "../../status/scan/table.ts";

/** What it takes of a machine to listen. */
export type ScanPorts = {
  readonly clock: Clock;
  readonly openNetworkMonitor: OpenNetworkMonitor;
  readonly openFrameListener: OpenFrameListener;
};

/** Listening at an interface. */
export interface Scan {
  /** What has been heard so far. */
  report(): ScanReport;
  close(): void;
}

/** Why nothing can be heard. */
export type ScanObstacle =
  /** `names`: those that there are. */
  | { readonly kind: "no-interface"; readonly names: readonly string[] }
  | { readonly kind: "down" | "no-ethernet" | "no-permission" }
  | { readonly kind: "error"; readonly error: SystemError };

/** Different troubles of the interface that a report tells of. */
const maximumTroubles = 8;

const notPermitted: ReadonlySet<string> = new Set(["EPERM", "EACCES"]);

/** Begins to listen at the interface of that name. */
export function listen(ports: ScanPorts, name: string): { readonly kind: "scan"; readonly scan: Scan } | ScanObstacle {
  try {
    const monitor = ports.openNetworkMonitor(() => undefined);
    const links = monitor.links();
    monitor.close();
    const link = links.find((each) => each.name === name);
    if (link === undefined) return { kind: "no-interface", names: links.map((each) => each.name) };
    if (link.mac === undefined) return { kind: "no-ethernet" };
    if (!link.up) return { kind: "down" };
    return { kind: "scan", scan: listenAt(ports, name, link.index) };
  } catch (error) {
    if (!(error instanceof SystemException)) throw error;
    return notPermitted.has(error.error.code) ? { kind: "no-permission" } : { kind: "error", error: error.error };
  }
}

function listenAt({ clock, openFrameListener }: ScanPorts, name: string, index: number): Scan {
  const table = new ScanTable(clock.now());
  const troubles = new Set<string>();
  const listener = openFrameListener(
    index,
    (frame) => table.hear(clock.now(), frame),
    (error) => {
      if (troubles.size < maximumTroubles) troubles.add(troubleOf(error));
    },
  );
  return {
    report: () => scanReport(table, clock.now(), { interface: name, troubles: [...troubles] }),
    close: () => listener.close(),
  };
}

function troubleOf({ call, code }: SystemError): string {
  return code === "ENETDOWN"
    ? "The interface was down or gone meanwhile (ENETDOWN)"
    : `Some was missed: ${call}: ${code}`;
}
