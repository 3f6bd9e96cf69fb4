import { benchOffAndOn, roundsOf } from "../bench-off-and-on.ts";
import { leaveProcessorToVrrp } from "../own-processor.ts";
import { holdfast } from "../programs.ts";

// What --record costs. `npm run bench -- replay`, or `bench.ts FAIL-OVERS [kill | jitter]` for more or fewer rounds.

const [rounds = "24", only] = process.argv.slice(2);

await benchOffAndOn({
  title: "A recording",
  modes: [
    { name: "off", daemon: holdfast.daemon },
    { name: "on", daemon: [...holdfast.daemon, "--record"] },
  ],
  rounds: roundsOf(rounds, only),
  configuration: leaveProcessorToVrrp(),
});
