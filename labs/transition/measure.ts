/**
 * Runs in a network namespace of its own: one instance with the number of addresses given as argument becomes master
 * on real links, and the time the event loop is held by that is printed as JSON, in microseconds.
 */
import { execFileSync } from "node:child_process";

import { seconds } from "../../src/base/time.ts";
import { VrrpDriver } from "../../src/daemon/vrrp-driver.ts";
import { warmUpDriver } from "../../src/daemon/warm-up.ts";
import { openLinuxPorts } from "../../src/daemon/linux-ports.ts";
import { parseInstance, Words } from "../../src/sim/script-language.ts";

const count = Number(process.argv[2]);
const addresses = Array.from({ length: count }, (_, index) => `198.51.100.${index + 1}`).join(",");

for (const command of [
  "link add eth0 type veth peer name peer0",
  "address add 192.0.2.1/24 dev eth0",
  "link set peer0 up",
  "link set eth0 up",
]) {
  execFileSync("ip", command.split(" "));
}

const ports = openLinuxPorts();
const held: number[] = [];
const driver = new VrrpDriver(
  {
    ...ports,
    openAlarm: (ring) =>
      ports.openAlarm(() => {
        const start = process.hrtime.bigint();
        ring();
        held.push(Number(process.hrtime.bigint() - start) / 1000);
      }),
  },
  {
    event: (event) => {
      if (event.kind === "instance-state" && event.to === "master") setImmediate(finish);
    },
    trouble: (message) => {
      throw new Error(message);
    },
  },
);

/** The take-over is what the alarm rang for last. */
function finish(): void {
  const inKernel = execFileSync("ip", ["-4", "-o", "address", "show", "dev", "eth0"], { encoding: "utf8" });
  const present = inKernel.split("\n").filter((line) => line.includes(" 198.51.100.")).length;
  driver.stop(() => undefined);
  driver.close();
  process.stdout.write(`${JSON.stringify({ takeOver: held.at(-1), present })}\n`);
}

const instance = parseInstance(new Words(`instance VI_1 advert=100ms addresses=${addresses} garp-delay=0s`));
driver.configure({ instances: [instance], syncGroups: [], scripts: [], startupDelay: seconds(0) }, new Map());
warmUpDriver([instance]);
driver.warm();
