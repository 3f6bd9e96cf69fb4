import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster } from "../cluster-plan.ts";
import { pairOfNodes } from "../sample-nodes.ts";
import { printJunit } from "./junit.ts";
import { parseStory } from "./parse.ts";
import { playStory, type Verdict } from "./play.ts";
import { printMistake, printPlayed } from "./print.ts";
import { writeStory } from "./write.ts";

const script = `vrrp_script chk_http {\n script "/bin/true"\n interval 1\n weight -20\n}\n`;
const plan = planCluster(pairOfNodes(script, "track_script {\n chk_http\n }"));

void test("a node dies and returns: what is expected is met, and how long it took is told", () => {
  const verdicts = play(`
    # The usual night.
    at 10s kill node1
    expect 192.0.2.100 on node2 within 4s
    at 20s start node1
    expect 192.0.2.100 on node1 within 5s   # it pre-empts
    expect never two owners longer than 0.2s
    expect never nobody longer than 4s
  `);
  assert.deepEqual(
    verdicts.map(({ isMet }) => isMet),
    [true, true, true, true],
  );
  assert.match(verdicts[0]?.detail ?? "", /^after 3\.\d+ s$/u);
});

void test("what is not met says who had the address, or for how long", () => {
  const verdicts = play(`
    at 10s kill node1
    expect 192.0.2.100 on node2 within 1s
    at 11s expect 192.0.2.100 on nobody
    expect never nobody longer than 500ms
  `);
  assert.deepEqual(
    verdicts.map(({ isMet }) => isMet),
    [false, true, false],
  );
  assert.equal(verdicts[0]?.detail, "nobody has it then");
  assert.match(verdicts[2]?.detail ?? "", /^192\.0\.2\.100 for 3\.\d+ s from 10 s on$/u);
});

void test("every kind of step does what it says", () => {
  const verdicts = play(`
    begin stopped
    at 0s start node1
    at 1s start node2
    expect 192.0.2.100 on node1 within 9s
    at 20s fail chk_http on node1
    expect 192.0.2.100 on node2 within 9s
    at 40s recover chk_http on node1
    expect 192.0.2.100 on node1 within 9s
    at 60s cut eth0 on node1
    expect 192.0.2.100 on node2 within 9s
    at 80s plug node1
    expect 192.0.2.100 on node1 within 9s
    at 100s maintenance on node1
    expect 192.0.2.100 on node2 within 2s
    at 120s maintenance off node1
    expect 192.0.2.100 on node1 within 9s
    at 140s stop node1
    expect 192.0.2.100 on node2 within 1s
    at 160s start node1
    expect 192.0.2.100 on node1 within 9s
    at 180s hang chk_http on node1
    expect 192.0.2.100 on node2 within 9s
    at 200s stop node2
    at 210s kill node1
    expect 192.0.2.100 on nobody within 1s
    expect never two owners longer than 0.2s
  `);
  for (const { expectation, isMet, detail } of verdicts) assert.ok(isMet, `${expectation.text}: ${detail}`);
});

const mistakes: readonly (readonly [string, number, RegExp, RegExp])[] = [
  ["at 10s kill nod1", 13, /no node nod1/u, /did you mean node1\?/u],
  ["at 10s kil node1", 8, /unknown word kil/u, /did you mean kill\?/u],
  ["at 10 kill node1", 4, /not a time: 10/u, /10s/u],
  ["at 10s fail chk_htp on node1", 13, /no tracked script, file or process chk_htp/u, /did you mean chk_http\?/u],
  ["at 10s cut eth1 on node1", 12, /no interface eth1/u, /did you mean eth0\?/u],
  ["expect 192.0.2.10 on node1", 8, /no node has the virtual address 192\.0\.2\.10/u, /192\.0\.2\.100/u],
  ["expect never two owners longer then 1s", 32, /unknown word then/u, /than/u],
  ["at 10s kill", 12, /the line ends too early/u, /node1, node2/u],
  ["at 10s kill node1 now", 19, /now is more than belongs here/u, /leave it out/u],
  ["at 1s reload node1", 14, /node1 has no other file/u, /--to/u],
  ["at 1s start node1", 13, /node1 runs already/u, /./u],
  ["at 5s kill node1\nat 4s kill node2", 4, /before the line above/u, /./u],
  ["at 5s kill node1", 1, /nothing is expected/u, /expect never/u],
  ["at 1s lose 130%", 12, /not a share: 130%/u, /0% to 100%/u],
  ["at 1s lose 30", 12, /not a share: 30/u, /30%/u],
  ["at 1s lose 30% from nod1", 21, /no node nod1/u, /did you mean node1\?/u],
  ["at 1s lose 30% on eht0", 19, /no segment eht0/u, /did you mean eth0\?/u],
  ["at 1s lose 30% to node1 from node2", 25, /from is more than belongs here/u, /leave it out/u],
  ["at 1s lose 30% from node1 to node1", 30, /node1 does not send to itself/u, /two nodes/u],
  ["at 1s delay 2h", 13, /too long/u, /60s or less/u],
  ["at 1s delay 20ms jiter 5ms", 18, /jiter is more than belongs here/u, /leave it out/u],
  ["at 1s late timers up 20ms", 22, /unknown word 20ms/u, /to/u],
  ["at 1s pause node1", 18, /the line ends too early/u, /for/u],
  ["at 1s kill node1\nat 2s pause node1 for 1s", 13, /node1 does not run at this time/u, /lines above/u],
  ["seed -1", 6, /not a whole number: -1/u, /from 0 to 4294967295/u],
  ["expect never nobody longer than 1s from 9s until 8s", 50, /not after/u, /./u],
];

for (const [text, column, message, cure] of mistakes) {
  void test(`a mistake is shown with its place: ${JSON.stringify(text)}`, () => {
    const reading = parseStory(text, plan);
    assert.equal(reading.kind, "wrong");
    const [mistake] = reading.kind === "wrong" ? reading.mistakes : [];
    assert.ok(mistake !== undefined);
    assert.match(mistake.message, message);
    assert.match(mistake.cure, cure);
    assert.equal(mistake.column, column);
    assert.equal(mistake.line, text.split("\n").length);
  });
}

void test("a mistake in words, with the line and a cure", () => {
  const text = "\n  at 10s kill nod1\n";
  const reading = parseStory(text, plan);
  const printed = reading.kind === "wrong" ? reading.mistakes.map((each) => printMistake("s.txt", text, each)) : [];
  const lines = [
    "s.txt:2:15: error: no node nod1",
    "  at 10s kill nod1",
    "              ^^^^",
    "  = did you mean node1?",
  ];
  assert.deepEqual(printed, [lines.join("\n")]);
});

void test("a failed story tells what happened, to people and to the CI", () => {
  const reading = parseStory("at 1s kill node1\nexpect 192.0.2.100 on node1 within 9s", plan);
  assert.ok(reading.kind === "read");
  const story = { name: "a<b.txt", played: playStory(reading.story, plan) };
  assert.match(
    printPlayed(story),
    /NOT MET {2}a<b\.txt:2: .*\(node2 has it then\)[^]*1s node1 is killed[^]*no advert from node1 for/u,
  );
  const junit = printJunit([story]);
  assert.match(junit, /<testsuite name="a&lt;b\.txt" tests="1" failures="1">/u);
  assert.match(junit, /<failure message="node2 has it then">/u);
});

void test("what is written is read again as the same story", () => {
  const text = [
    "begin stopped",
    "seed 42",
    "at 0s start node1",
    "at 1.5s start node2",
    "at 2s lose 30% on eth0 from node1 to node2",
    "at 2s delay 20ms jitter 5ms to node1",
    "at 3s duplicate 12.5%",
    "at 3s late timers up to 20ms on node1",
    "at 4s late timers up to 1.5ms",
    "at 4s lose nothing",
    "at 4s delay nothing",
    "at 5s duplicate nothing",
    "at 5s late timers never",
    "at 6s pause node1 for 1.5s",
    "at 7s cut node1",
    "at 8s plug eth0 on node1",
    "at 9s fail chk_http on node1",
    "at 9s hang chk_http on node2",
    "at 10s recover chk_http on node1",
    "at 11s maintenance on node1",
    "at 12s maintenance off node1",
    "at 30s expect 192.0.2.100 on node1",
    "expect never two owners of 192.0.2.100 longer than 1.1s from 2s until 4s",
    "expect never nobody longer than 4s",
  ].join("\n");
  const reading = parseStory(text, plan);
  assert.ok(reading.kind === "read", JSON.stringify(reading));
  // One that has a single interface is written with it.
  assert.equal(writeStory(reading.story), `${text.replace("cut node1", "cut eth0 on node1")}\n`);
});

void test("one deaf way: two own the address as long as it lasts, and not for long after it", () => {
  const verdicts = play(`
    at 10s lose 100% from node1 to node2
    at 30s lose nothing
    expect never two owners longer than 0.2s until 10s
    expect never two owners longer than 15s
    expect never two owners longer than 1.1s from 30s
    expect never nobody longer than 0s
  `);
  assert.deepEqual(
    verdicts.map(({ isMet }) => isMet),
    [true, false, true, true],
  );
});

void test("a pause shorter than the silence of three adverts moves nothing, a longer one does", () => {
  const verdicts = play(`
    at 10s pause node1 for 2.5s
    at 14s expect 192.0.2.100 on node1
    expect never two owners longer than 0s until 19s
    at 20s pause node1 for 5s
    at 30s expect 192.0.2.100 on node1
    expect never two owners longer than 0s
    expect never two owners longer than 2.5s
  `);
  assert.deepEqual(
    verdicts.map(({ isMet }) => isMet),
    [true, true, true, false, true],
  );
});

void test("the same seed gives the same trace, another one another", () => {
  const [first, again, other] = [7, 7, 8].map((seed) => {
    const text = `seed ${seed}\nat 1s lose 60%\nat 1s late timers up to 200ms\nat 200s lose nothing\nexpect never nobody longer than 4s`;
    const reading = parseStory(text, plan);
    assert.ok(reading.kind === "read");
    return playStory(reading.story, plan).trace.join("\n");
  });
  assert.match(first ?? "", /60% of the packets are lost/u);
  assert.equal(again, first);
  assert.notEqual(other, first);
});

function play(text: string): readonly Verdict[] {
  const reading = parseStory(text, plan);
  assert.ok(reading.kind === "read", JSON.stringify(reading));
  return playStory(reading.story, plan).verdicts;
}
