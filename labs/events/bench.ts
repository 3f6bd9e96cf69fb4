import { benchOffAndOn, roundsOf } from "../bench-off-and-on.ts";
import { leaveProcessorToVrrp } from "../own-processor.ts";
import { holdfast } from "../programs.ts";
import { Audience, port } from "./audience.ts";

// What telling costs: a daemon that records nothing, and the same with its stream of events, its journal and its
// observer process, one client that follows the events and one scrape of the metrics a second on each node. `npm run
// bench -- events`, or `bench.ts FAIL-OVERS [kill | jitter]` for more or fewer rounds.

const [rounds = "96", only] = process.argv.slice(2);
const audiences: Audience[] = [];

await benchOffAndOn({
  title: "Stream, journal and observer",
  modes: [
    { name: "off", daemon: ["/usr/bin/env", "HOLDFAST_EVENTS=off", ...holdfast.daemon] },
    { name: "on", daemon: ["/usr/bin/env", "HOLDFAST_EVENTS=on", ...holdfast.daemon, "--http", String(port)] },
  ],
  rounds: roundsOf(rounds, only),
  configuration: leaveProcessorToVrrp(),
  onlooker: (node) => {
    const audience = new Audience(node);
    audiences.push(audience);
    return audience;
  },
});

const scrapes = audiences.reduce((sum, each) => sum + each.scrapes, 0);
console.log(`The metrics were scraped ${scrapes} times`);
if (scrapes === 0) process.exitCode = 1;
