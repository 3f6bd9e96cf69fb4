import assert from "node:assert/strict";
import { test } from "node:test";

import { seconds, toMilliseconds } from "../../src/base/time.ts";
import { Owners, usualPatience } from "../../src/lab/index.ts";
import { bundle } from "../guest/bundle.ts";
import { holdfast, programs, reasonToSkip } from "../programs.ts";
import type { Weights } from "./balance.ts";
import { servers, services, Stage } from "./stage.ts";
import { tell } from "./story.ts";

// The same story without IPVS. nftables cannot tell how many connections a server has: the mail service's "lc" is "rr".
const changes = {
  values: { delay_loop: "0.5", delay_before_retry: "0.2" },
  schedulers: { lc: "rr" },
};

const skip = (await reasonToSkip()) || (programs.includes(holdfast) ? false : "C Keepalived knows no nftables");

test("the life of a director with nftables", { skip }, async () => {
  const actors = await bundle([new URL("actors.ts", import.meta.url)]);
  const stage = await Stage.open({ actors: [process.execPath, actors.path], changes });
  try {
    const owners = await Owners.watch([stage.director]);
    const scenes = await tell({
      stage,
      daemon: holdfast.daemon,
      options: ["--lvs-backend", "nftables"],
      reachable: async () => {
        for (const { address } of Object.values(services)) await owners.awaitOwner(address, "director");
      },
      spread: { visits: 4000, tolerance: 0.02 },
      visits: { secure: 8, web: 200, mail: 8 },
      patience: usualPatience,
      slack: seconds(2),
      table: async (weights) => awaitRules(stage, weights),
    });
    assert.equal(scenes.at(-1)?.step, "the end");
  } finally {
    await stage.close();
    actors.remove();
  }
});

/** Waits until the rules name the servers that are to get visitors, and no others. Nobody tells when rules change. */
async function awaitRules(stage: Stage, weights: Weights | undefined): Promise<readonly string[]> {
  const named = Object.entries(servers).filter(([name]) => (isServer(name) ? (weights?.[name] ?? 0) : 0) > 0);
  const wanted = named.map(([, { address }]) => address).sort();
  const overdue = performance.now() + toMilliseconds(usualPatience);
  for (;;) {
    const rules = await stage.director.run(["nft", "list", "ruleset"]);
    const destinations = rules
      .split("\n")
      .filter((line) => line.includes(" dnat "))
      .join("\n");
    const found = Object.values(servers).filter(({ address }) => new RegExp(`${address}[ :]`, "u").test(destinations));
    const seen = found.map(({ address }) => address).sort();
    if (seen.join() === wanted.join() && (weights !== undefined || rules.trim() === "")) return seen;
    assert.ok(performance.now() < overdue, `wanted: ${wanted.join()}; there is:\n${rules}`);
  }
}

function isServer(name: string): name is keyof typeof servers {
  return name in servers;
}
