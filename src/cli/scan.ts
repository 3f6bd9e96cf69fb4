import { unreachable } from "../base/assert.ts";
import { type Duration, seconds, toMilliseconds } from "../base/time.ts";
import { writeMeantOr } from "../config/nearest.ts";
import { linuxScanPorts } from "../daemon/scan/linux-ports.ts";
import { listen, type Scan, type ScanObstacle } from "../daemon/scan/listen.ts";
import { printSystemError } from "../platform/ports.ts";
import { printScan } from "../status/scan/print.ts";
import { hasConflicts } from "../status/scan/report.ts";

/** `duration` undefined: as long as somebody watches. */
export type ScanOptions = { readonly json: boolean; readonly duration: Duration | undefined };

/** Of a scan that nobody watches. */
const usualDuration = seconds(10);
const redrawInterval = seconds(1);

/** Lines of a terminal that does not say how many it has. */
const usualRows = 50;

/** To the upper left, and what was there away (ECMA-48: CUP, ED). */
const clearScreen = "\u001B[H\u001B[2J";

const exitStatus = { fine: 0, conflicts: 1, cannotListen: 2 } as const;

/** Listens, and prints what was heard. Resolves with the exit status. */
export async function scan(name: string, { json, duration }: ScanOptions): Promise<number> {
  const result = listen(linuxScanPorts, name);
  if (result.kind !== "scan") {
    process.stderr.write(`holdfast scan: ${printable(name)}: ${printObstacle(result, name)}\n`);
    return exitStatus.cannotListen;
  }
  const isWatched = process.stdout.isTTY && !json;
  await passing(duration ?? (isWatched ? undefined : usualDuration), isWatched ? result.scan : undefined);
  const report = result.scan.report();
  result.scan.close();
  const lines = json ? [JSON.stringify(report, undefined, 2)] : printScan(report);
  process.stdout.write(`${isWatched ? clearScreen : ""}${lines.join("\n")}\n`);
  return hasConflicts(report) ? exitStatus.conflicts : exitStatus.fine;
}

/**
 * Waits for the end of the time or for a signal, and draws `drawn` meanwhile. Signals are caught from then on, so that
 * a second Ctrl-C does not cut off the report.
 */
async function passing(duration: Duration | undefined, drawn: Scan | undefined): Promise<void> {
  const draw = (): void => void process.stdout.write(`${clearScreen}${screenOf(drawn)}`);
  const drawing = drawn === undefined ? undefined : setInterval(draw, toMilliseconds(redrawInterval));
  await new Promise<void>((resolve) => {
    const timer = duration === undefined ? undefined : setTimeout(end, toMilliseconds(duration));
    function end(): void {
      clearTimeout(timer);
      resolve();
    }
    for (const signal of signals) process.on(signal, end);
  });
  clearInterval(drawing);
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** As many lines as there is room for. */
function screenOf(drawn: Scan | undefined): string {
  const lines = drawn === undefined ? [] : printScan(drawn.report());
  // A terminal that does not know how large it is says 0.
  const room = (process.stdout.rows || usualRows) - 2;
  return [...lines.slice(0, Math.max(1, room)), "Ctrl-C ends it"].join("\n");
}

function printObstacle(obstacle: ScanObstacle, name: string): string {
  switch (obstacle.kind) {
    case "no-interface": {
      const all = obstacle.names.join(", ");
      return `there is no such interface: ${writeMeantOr(name, obstacle.names, `there are ${all}`)}`;
    }
    case "down":
      return `the interface is down: "ip link set ${name} up" first`;
    case "no-ethernet":
      return "the interface has no Ethernet address: VRRP, CARP and HSRP are not spoken there";
    case "no-permission":
      return "not permitted: run as root, or with CAP_NET_RAW";
    case "error":
      return printSystemError(obstacle.error);
    default:
      return unreachable(obstacle);
  }
}

/** A name from the command line may have anything in it. */
function printable(name: string): string {
  return name.replaceAll(/\p{Cc}/gu, "\u{FFFD}");
}
