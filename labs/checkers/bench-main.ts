import { DeadlineHeap } from "../../src/base/deadline-heap.ts";
import { IpAddress } from "../../src/base/ip-address.ts";
import { type Duration, elapsed, type Instant, later, seconds, times, toMilliseconds } from "../../src/base/time.ts";
import type { HttpCheck } from "../../src/check/config.ts";
import { monotonicClock, openAlarm } from "../../src/platform/linux/index.ts";
import { httpCheck } from "./checks.ts";
import { Session } from "./session.ts";

// The probes alone under a schedule of the simplest kind: `SERVERS SECONDS`, each server checked a second after its
// last check. Prints one line of JSON, a BenchResult.

export type BenchResult = {
  readonly succeeded: number;
  readonly failed: number;
  /** Seconds. */
  readonly wall: number;
  /** Microseconds of processor time. */
  readonly user: number;
  readonly system: number;
  /** Milliseconds from when a check was due to when it began. */
  readonly lateness: number;
};

const [servers = 1000, duration = 5] = process.argv.slice(2).map(Number);
const delayLoop = seconds(1);
/** On every address of loopback there is the same server: ports do not run out. */
const checks: readonly HttpCheck[] = Array.from({ length: servers }, (_, index) =>
  httpCheck({ address: `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`, port: 8000 }),
);
const nowhere = IpAddress.of("192.0.2.250");

const session = new Session();
const schedule = new DeadlineHeap<number>();
const alarm = openAlarm(() => tick());
const lateness: number[] = [];
let succeeded = 0;
let failed = 0;

// The first second is not counted: code is compiled in it.
const start = monotonicClock.now();
const counted = later(start, delayLoop);
const end = later(counted, seconds(duration));
let usage: NodeJS.CpuUsage | undefined;
for (let index = 0; index < servers; index += 1) schedule.set(index, later(start, times(delayLoop, index / servers)));
tick();
process.stdin.on("end", () => process.exit(0)).resume();

function tick(): void {
  const now = monotonicClock.now();
  if (now > end) return finish(now);
  if (now > counted) usage ??= process.cpuUsage();
  for (let due = schedule.next(); due !== undefined && due <= now; due = schedule.next()) {
    const index = schedule.takeFirstDue(now);
    const config = index === undefined ? undefined : checks[index];
    if (index !== undefined && config !== undefined) begin(index, config, due);
  }
  alarm.set(schedule.next());
}

function begin(index: number, config: HttpCheck, due: Instant): void {
  const now = monotonicClock.now();
  if (usage !== undefined) lateness.push(toMilliseconds(elapsed(due, now)));
  session.probes.run({ config, address: nowhere, port: 9, step: 0 }, ({ kind }) => {
    if (usage !== undefined && kind === "success") succeeded += 1;
    else if (usage !== undefined) failed += 1;
    schedule.set(index, later(monotonicClock.now(), delayLoop));
    alarm.set(schedule.next());
  });
}

function finish(now: Instant): void {
  const { user, system } = process.cpuUsage(usage);
  const wall: Duration = elapsed(counted, now);
  const sorted = lateness.toSorted((a, b) => a - b);
  const result: BenchResult = {
    succeeded,
    failed,
    wall: wall / 1_000_000,
    user,
    system,
    lateness: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  };
  console.log(JSON.stringify(result));
  alarm.close();
  session.close();
}
