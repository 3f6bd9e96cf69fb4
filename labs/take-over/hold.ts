/**
 * Runs in a network namespace of its own: one instance with the number of addresses given as argument becomes master on
 * real links, for the first time. Prints as JSON, in microseconds, how long the event loop was held by the alarm that
 * began it and by the longest of its turns until everything was announced, and the time all of it took.
 */
import { execFileSync } from "node:child_process";

import { seconds } from "../../src/base/time.ts";
import { openLinuxPorts } from "../../src/daemon/linux-ports.ts";
import { VrrpDriver } from "../../src/daemon/vrrp-driver.ts";
import { warmUpDriver } from "../../src/daemon/warm-up.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";

const count = Number(process.argv[2]);
const addresses = Array.from({ length: count }, (_, index) => `198.18.${index >> 8}.${index & 255}`);

for (const command of [
  "link add eth0 type veth peer name peer0",
  "address add 192.0.2.1/24 dev eth0",
  "link set peer0 up",
  "link set eth0 up",
]) {
  execFileSync("ip", command.split(" "));
}

const now = (): number => Number(process.hrtime.bigint()) / 1000;
const ports = openLinuxPorts();
let alarm = 0;
let began = 0;
let turnBegan = 0;
let longest = 0;
let sent = 0;

const driver = new VrrpDriver(
  {
    ...ports,
    openAlarm: (ring) =>
      ports.openAlarm(() => {
        const start = now();
        ring();
        alarm = now() - start;
        if (began > 0 && turnBegan === 0) watch(start);
      }),
    openAnnouncer: () => {
      const announcer = ports.openAnnouncer();
      return {
        ...announcer,
        sendFrame: (index, frame) => announcer.sendFrame(index, frame),
        sendFrames: (index, frames) => {
          sent += frames.length;
          return announcer.sendFrames(index, frames);
        },
        sendIcmp6: (...words) => announcer.sendIcmp6(...words),
        warm: () => announcer.warm(),
        close: () => announcer.close(),
      };
    },
  },
  {
    event: (event) => {
      if (event.kind === "instance-state" && event.to === "master") began = now();
    },
    trouble: (message) => {
      throw new Error(message);
    },
  },
);

/** From one turn of the loop to the next, until every address has been announced. */
function watch(start: number): void {
  turnBegan = start;
  const firstRing = alarm;
  const turn = (): void => {
    const time = now();
    longest = Math.max(longest, time - turnBegan);
    turnBegan = time;
    if (sent < count) setImmediate(turn);
    else finish(firstRing, time - start);
  };
  setImmediate(turn);
}

function finish(firstRing: number, total: number): void {
  const inKernel = execFileSync("ip", ["-4", "-o", "address", "show", "dev", "eth0"], { encoding: "utf8" });
  const present = inKernel.split("\n").filter((line) => line.includes(" 198.18.")).length;
  driver.stop();
  driver.close();
  process.stdout.write(`${JSON.stringify({ firstRing, longest, total, present })}\n`);
}

const [first = "", ...others] = addresses;
const excluded = others.length === 0 ? "" : ` excluded=${others.join(",")}`;
const instance = parseInstance(
  new Words(`instance VI_1 advert=100ms addresses=${first}${excluded} garp-delay=0s garp-repeat=1`),
);
driver.configure({ instances: [instance], syncGroups: [], scripts: [], startupDelay: seconds(0) }, new Map());
warmUpDriver([instance]);
driver.warm();
