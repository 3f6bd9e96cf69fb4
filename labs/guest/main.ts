/**
 * Runs a command in the guest: `node --import tsx labs/guest/main.ts [--writable DIRECTORY] -- COMMAND [ARGUMENT]...`
 */
import { parseArgs } from "node:util";

import { seconds } from "../../src/base/time.ts";
import { guestObstacle, runInGuest } from "./guest.ts";

const { values, positionals } = parseArgs({
  options: {
    limit: { type: "string", default: "300" },
    writable: { type: "string", multiple: true, default: [] },
  },
  allowPositionals: true,
});

const obstacle = await guestObstacle();
if (obstacle === undefined) {
  const { status } = await runInGuest(positionals, {
    limit: seconds(Number(values.limit)),
    writable: values.writable,
    onOutput: (text, stream) => void process[stream].write(text),
  });
  process.exitCode = status;
} else {
  console.error(obstacle);
  process.exitCode = 125;
}
