import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { planCluster } from "../cluster-plan.ts";
import { findingsOf } from "../findings.ts";
import { rehearse } from "../rehearse.ts";
import { pairOfNodes } from "../sample-nodes.ts";
import { parseStory } from "../story/parse.ts";
import { playStory } from "../story/play.ts";
import { picture, pictureStories } from "./describe.ts";
import type { Entry } from "./document.ts";
import { mostRows } from "./film.ts";
import type { Scene } from "./scene.ts";

const script = `vrrp_script chk_http {\n script "/bin/true"\n interval 1\n weight -5\n}\n`;
const plan = planCluster(pairOfNodes(script, "track_script {\n chk_http\n }"));
const rehearsal = rehearse(plan, { draws: true });
const made = picture(rehearsal, findingsOf(rehearsal));

function entry(text: string): Entry {
  const found = made.entries.find((each) => each.text === text);
  assert.ok(found !== undefined, text);
  return found;
}

function at(from: number, isFirst: boolean): string {
  return isFirst ? "" : `${(from / 1e6).toFixed(1)}: `;
}

/** "0 node1 dies | node1 0: - 3.1: node2 | node1 master, 0: gone (node1 dies) | node2 ..." */
function print(scene: Scene | undefined): string {
  assert.ok(scene !== undefined);
  const [row] = scene.rows;
  const holders = row?.holders.map(({ from, owners }, index) => `${at(from, index === 0)}${owners.join("+") || "-"}`);
  const lanes = row?.lanes.map(({ node, states }) => {
    const told = states.map(({ from, state, why }, index) => {
      return `${at(from, index === 0)}${state}${why === undefined ? "" : ` (${why})`}`;
    });
    return `${node} ${told.join(", ")}`;
  });
  const acts = scene.acts.map((act) => `${(act.at / 1e6).toFixed(1)} ${act.text}`);
  return [acts.join(", "), holders?.join(" "), ...(lanes ?? [])].join(" | ");
}

void describe("the picture of a rehearsal", () => {
  void test("a death: who had the address when, and what both instances were", () => {
    assert.equal(
      print(entry("node1 dies").scene),
      "0.0 node1 dies | node1 0.0: - 3.6: node2 | node1 master, 0.0: gone (node1 dies) | node2 backup, 3.6: master (no advert from node1 for 3.648437 s)",
    );
  });

  void test("the scene of a failure is that of the longest interruption which is told", () => {
    const { effects, scene } = entry("node1 dies");
    const gap = scene?.rows[0]?.holders[2]?.from;
    assert.equal(gap, effects[0]?.nobody);
  });

  void test("a return begins with what the failure has left behind", () => {
    const printed = print(entry("node1 returns").scene);
    assert.match(printed, /\| node1 gone, 0\.0: backup \(started\), 3\.\d: master \(node2 is master with priority 90/u);
  });

  void test("a daemon that stops is gone at once, and lets go when it has a successor", () => {
    const printed = print(entry("the daemon on node1 stops").scene);
    assert.match(printed, /node1 0\.\d: node1\+node2 0\.\d: node2 \| node1 master, 0\.0: gone \(stopped\)/u);
    assert.match(print(entry("the daemon on node1 starts").scene), /\| node1 gone, 0\.0: backup/u);
  });

  void test("maintenance is no fault", () => {
    const printed = print(entry("maintenance on node1").scene);
    assert.match(printed, /node1 master, 0\.\d: maintenance \(maintenance by operator\)/u);
    assert.match(print(entry("maintenance on node1 is over").scene), /\| node1 maintenance, 0\.0: backup/u);
  });

  void test("what is found stands at what it was found in", () => {
    const { findings } = entry("script chk_http fails on node1");
    assert.deepEqual(
      findings.map((place) => made.findings[place]?.text),
      ["script chk_http fails on node1, and nothing moves"],
    );
    const back = entry("node1 returns").findings.map((place) => made.findings[place]?.severity);
    assert.deepEqual(back, ["note"]);
  });

  void test("the worst of an address leads to where it was", () => {
    const [{ worst } = { worst: undefined }] = made.interruptions;
    assert.equal(made.entries[worst?.entry ?? -1]?.text, "node1 dies");
  });

  void test("real servers are told as they are printed", () => {
    assert.deepEqual(made.balancing, { virtualServers: [], failures: [] });
    const server =
      "virtual_server 192.0.2.100 80 {\n real_server 10.0.0.1 80 {\n  TCP_CHECK {\n   connect_timeout 1\n  }\n }\n}\n";
    const balanced = rehearse(planCluster(pairOfNodes(server)), { draws: true });
    const { balancing } = picture(balanced, findingsOf(balanced));
    assert.deepEqual(balancing.virtualServers, ["192.0.2.100:80: 10.0.0.1:80 weight 1"]);
    assert.equal(balancing.failures[0], "10.0.0.1 dies");
    assert.match(balancing.failures[1] ?? "", /^ {2}192\.0\.2\.100:80: without it after up to/u);
  });

  void test("an address that a reload brings has a place of its own", () => {
    const [first, second] = pairOfNodes();
    assert.ok(first !== undefined && second !== undefined);
    const [more] = pairOfNodes("", "", 2);
    const grown = rehearse(planCluster([{ ...first, next: more?.config }, second]), { draws: true, phases: 1 });
    const { entries, services } = picture(grown, findingsOf(grown));
    assert.deepEqual(
      services.map(({ label }) => label),
      ["192.0.2.100", "192.0.2.101"],
    );
    const reload = entries.find(({ kind }) => kind === "reload");
    assert.deepEqual(
      reload?.effects.map(({ service, before, after }) => [service, before, after]),
      [[1, [], ["node1"]]],
    );
    assert.deepEqual(
      reload?.scene?.rows.map(({ service, holders }) => [service, holders.map(({ owners }) => owners.join())]),
      [
        [0, ["node1"]],
        [1, ["", "node1"]],
      ],
    );
  });

  void test("without being asked for there are no scenes", () => {
    const plain = rehearse(plan);
    assert.ok(plain.events.every(({ scene, back }) => scene === undefined && back.scene === undefined));
    assert.ok(plain.starts.every(({ scene }) => scene === undefined));
  });

  void test("of more addresses than a picture holds the rest is counted", () => {
    const many = rehearse(planCluster(pairOfNodes("", "", mostRows + 3)), { draws: true, phases: 1 });
    const scene = many.events[0]?.scene;
    assert.equal(scene?.rows.length, mostRows);
    assert.equal(scene?.omitted, 3);
  });
});

void test("the picture of a story is all of it, with what was done and what was expected", () => {
  const reading = parseStory(
    "begin stopped\nat 0s start node1\nat 10s kill node1\nexpect 192.0.2.100 on node2 within 1s\n",
    plan,
  );
  assert.ok(reading.kind === "read");
  const played = playStory(reading.story, plan, { draws: true });
  const [told] = pictureStories(plan, [{ name: "night.txt", played }]).entries;
  assert.equal(
    print(told?.scene),
    "0.0 node1 starts, 10.0 node1 is killed | - 3.6: node1 10.0: - | node1 gone, 0.0: backup (started), 3.6: master (no advert from anyone), 10.0: gone (node1 is killed) | node2 gone",
  );
  assert.deepEqual(told?.expectations, [
    {
      line: 4,
      text: "expect 192.0.2.100 on node2 within 1s",
      isMet: false,
      detail: "nobody has it then",
      at: 11_000_000,
    },
  ]);
  assert.equal(playStory(reading.story, plan).scene, undefined);
});
