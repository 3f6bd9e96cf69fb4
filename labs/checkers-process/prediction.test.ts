import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { type Duration, elapsed, milliseconds, seconds, sum, toSeconds } from "../../src/base/time.ts";
import { type Daemon, wallClock } from "../../src/lab/index.ts";
import { planCluster } from "../../src/rehearse/cluster-plan.ts";
import { nodeFrom } from "../../src/rehearse/sample-nodes.ts";
import { type ServerEffect, rehearseServers } from "../../src/rehearse/servers/rehearse-servers.ts";
import { reasonToSkip } from "../programs.ts";
import { balanced, servers, Stage } from "./stage.ts";

/** What a busy machine adds, and what a try may be quicker than the ten milliseconds that are rehearsed. */
const slack = seconds(2);
const quicker = milliseconds(60);
/** Of balanced(): the phase of the loop decides how much of it is waited for. */
const loop = milliseconds(500);
const timeout = milliseconds(1000);

/** What a rehearsal says of real servers is what a daemon does: until they are out, and until they are back. */
void describe("predictions about real servers", { skip: await reasonToSkip() }, () => {
  void test("a server that refuses, one that is silent, and the return of both", async (context) => {
    const predicted = predict();
    const stage = await Stage.open(context);
    const daemon = await stage.start(balanced(), "-C");
    for (const server of Object.values(servers)) {
      await daemon.awaitLog(new RegExp(`TCP connection to \\[${server.replaceAll(".", "\\.")}\\].* success`, "u"));
    }
    const [one, two] = [predicted.get(servers.one), predicted.get(servers.two)];
    assert.ok(one !== undefined && two !== undefined);

    const refused = await took(daemon, "Removing", servers.two, async () => stage.stopServer("two"));
    within("refuses", refused, two.leavesRefusing?.worst, loop);
    const back = await took(daemon, "Adding", servers.two, async () => stage.startServer("two"));
    // A server that refuses is asked every half second, one that is silent after its time-out as well.
    within("answers again", back, two.returns?.worst, sum(loop, timeout));

    const died = await took(daemon, "Removing", servers.one, async () => stage.setLink("one", false));
    within("is silent", died, one.leaves?.worst, loop);
    const returned = await took(daemon, "Adding", servers.one, async () => stage.setLink("one", true));
    within("returns", returned, one.returns?.worst, sum(loop, timeout));
    await daemon.stop();
    const told = [refused, back, died, returned].map((each) => toSeconds(each.atMost).toFixed(2)).join(", ");
    const expected = [two.leavesRefusing, two.returns, one.leaves, one.returns];
    const worst = expected.map((each) => (each === undefined ? "-" : toSeconds(each.worst).toFixed(2))).join(", ");
    context.diagnostic(`took ${told} s; the worst predicted are ${worst} s`);
  });
});

type Took = { readonly atMost: Duration; readonly atLeast: Duration };

/** By the address of the server. */
function predict(): ReadonlyMap<string, ServerEffect> {
  const rehearsal = rehearseServers(planCluster([nodeFrom("director", balanced())]), () => [], 1);
  const effects = (rehearsal?.servers ?? []).flatMap(({ address, effects: all }) =>
    all.map((each) => [address, each] as const),
  );
  return new Map(effects);
}

/** From the deed, which takes a moment, to the line about the server. */
async function took(
  daemon: Daemon,
  verb: "Removing" | "Adding",
  server: string,
  act: () => Promise<unknown>,
): Promise<Took> {
  const { mark } = daemon;
  const from = wallClock();
  await act();
  const done = wallClock();
  const line = await daemon.awaitLog(new RegExp(`${verb} service \\[${server.replaceAll(".", "\\.")}\\]`, "u"), mark);
  return { atMost: elapsed(from, line.time), atLeast: elapsed(done, line.time) };
}

/** Not later than the worst, and not earlier than the luckiest phase: `range` less. */
function within(what: string, { atMost, atLeast }: Took, worst: Duration | undefined, range: Duration): void {
  assert.ok(worst !== undefined, `${what}: nothing is predicted`);
  const told = `${what}: ${toSeconds(atLeast)} to ${toSeconds(atMost)} s, predicted at most ${toSeconds(worst)} s and at least ${toSeconds(range)} s less`;
  assert.ok(atLeast <= worst + slack && atMost >= worst - range - quicker, told);
}
