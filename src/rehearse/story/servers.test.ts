import assert from "node:assert/strict";
import { test } from "node:test";

import { planCluster } from "../cluster-plan.ts";
import { nodeFrom } from "../sample-nodes.ts";
import { parseStory } from "./parse.ts";
import { playStory, type Played } from "./play.ts";

const check = "TCP_CHECK {\n connect_timeout 1\n }";

function text(node: number, inside = ""): string {
  const servers = [1, 2].map((number) => ` real_server 10.0.0.${number} 80 {\n weight ${number}\n ${check}\n }`);
  return [
    `vrrp_instance VI_1 {\n interface eth0\n virtual_router_id 1\n priority ${100 - node}`,
    " virtual_ipaddress {\n  192.0.2.100\n }\n}",
    "virtual_server 192.0.2.100 80 {\n delay_loop 2\n retry 1\n delay_before_retry 1\n lvs_method NAT",
    ` sorry_server 10.0.0.9 80\n${inside}`,
    ...servers,
    "}",
    "",
  ].join("\n");
}

function planOf(inside = ""): ReturnType<typeof planCluster> {
  return planCluster([nodeFrom("node1", text(1, inside)), nodeFrom("node2", text(2, inside))]);
}

function play(story: string, inside = ""): Played {
  const plan = planOf(inside);
  const reading = parseStory(story, plan);
  assert.ok(reading.kind === "read", JSON.stringify(reading));
  return playStory(reading.story, plan);
}

function allMet({ verdicts, trace }: Played): void {
  for (const { expectation, isMet, detail } of verdicts) {
    assert.ok(isMet, `${expectation.text}: ${detail}\n${trace.join("\n")}`);
  }
}

void test("a server dies and returns, another one refuses, and the sorry server answers when both are gone", () => {
  const played = play(`
    expect 192.0.2.100:80 answered by 10.0.0.1:80 and 10.0.0.2:80
    at 10s fail server 10.0.0.1:80
    expect server 10.0.0.1:80 in 192.0.2.100:80 within 1s
    expect server 10.0.0.1:80 out of 192.0.2.100:80 within 5.1s
    at 20s expect 192.0.2.100:80 answered by 10.0.0.2:80
    at 30s stop server 10.0.0.2
    expect 192.0.2.100:80 answered by sorry within 4s
    at 40s recover server 10.0.0.1
    expect server 10.0.0.1:80 in 192.0.2.100:80 on node2 within 3.1s
    expect 192.0.2.100:80 answered by 10.0.0.1:80 within 3.1s
    expect never nobody longer than 0s
  `);
  allMet(played);
  assert.match(played.verdicts[2]?.detail ?? "", /^after \d\.\d+ s$/u);
  assert.ok(played.trace.some((line) => /^10s real server 10\.0\.0\.1:80 dies$/u.test(line)));
  assert.ok(
    played.trace.some((line) => line.endsWith("node1 192.0.2.100:80: 10.0.0.1:80 is down (no connection within 1 s)")),
    played.trace.join("\n"),
  );
});

void test("what one node cannot reach the other one still balances, and clients follow the address", () => {
  allMet(
    play(`
      at 10s fail server 10.0.0.1:80 on node1
      expect server 10.0.0.1:80 out of 192.0.2.100:80 on node1 within 6s
      expect server 10.0.0.1:80 in 192.0.2.100:80 on node2 within 6s
      expect 192.0.2.100:80 answered by 10.0.0.2:80 within 6s
      at 20s kill node1
      expect 192.0.2.100:80 answered by nobody within 1s
      expect 192.0.2.100:80 answered by 10.0.0.1:80 and 10.0.0.2:80 within 4s
      at 30s kill node2
      expect 192.0.2.100:80 answered by nobody within 1s
    `),
  );
});

void test("with ha_suspend the node without the address finds out when it has it", () => {
  allMet(
    play(
      `
      at 10s fail server 10.0.0.1:80
      expect server 10.0.0.1:80 out of 192.0.2.100:80 on node1 within 6s
      expect server 10.0.0.1:80 in 192.0.2.100:80 on node2 within 6s
      at 20s kill node1
      expect 192.0.2.100:80 answered by 10.0.0.1:80 and 10.0.0.2:80 within 4s
      expect 192.0.2.100:80 answered by 10.0.0.2:80 within 10s
    `,
      " ha_suspend",
    ),
  );
});

void test("a daemon that starts while a server is dead takes it for well until its first check", () => {
  allMet(
    play(`
      begin stopped
      at 0s fail server 10.0.0.1:80
      at 1s start node1
      expect server 10.0.0.1:80 in 192.0.2.100:80 on node1
      expect server 10.0.0.1:80 out of 192.0.2.100:80 on node1 within 3.1s
    `),
  );
});

void test("in a pause nothing is found out, and afterwards all of it", () => {
  allMet(
    play(`
      at 10s fail server 10.0.0.1:80
      at 10s pause node2 for 20s
      expect server 10.0.0.1:80 out of 192.0.2.100:80 on node1 within 6s
      at 30s expect server 10.0.0.1:80 in 192.0.2.100:80 on node2
      expect server 10.0.0.1:80 out of 192.0.2.100:80 on node2 within 6s
    `),
  );
});

void test("what is not met says who got connections", () => {
  const { verdicts } = play(`
    at 10s fail server 10.0.0.1:80
    expect 192.0.2.100:80 answered by sorry within 6s
    expect server 10.0.0.2:80 out of 192.0.2.100:80 on node2
  `);
  assert.deepEqual(
    verdicts.map(({ isMet, detail }) => [isMet, detail]),
    [
      [false, "node1: 10.0.0.2:80 weight 2"],
      [false, "node2: 10.0.0.1:80 weight 1, 10.0.0.2:80 weight 2"],
    ],
  );
});

const mistakes: readonly (readonly [string, number, RegExp, RegExp])[] = [
  ["at 1s fail server 10.0.0.3:80", 19, /no real server 10\.0\.0\.3:80/u, /10\.0\.0\.1:80/u],
  ["at 1s fail server 10.0.0.1:80 on nod1", 34, /no node nod1/u, /did you mean node1\?/u],
  ["at 1s hang server 10.0.0.1:80", 12, /no tracked script, file or process server/u, /./u],
  ["expect 192.0.2.100:81 answered by sorry", 8, /no virtual server 192\.0\.2\.100:81/u, /192\.0\.2\.100:80/u],
  ["expect 192.0.2.100:80 answered by 10.0.0.4:80", 35, /no real server 10\.0\.0\.4:80/u, /sorry|10\.0\.0\.1:80/u],
  ["expect 192.0.2.100:80 on node1", 23, /unknown word on/u, /answered/u],
  ["expect server 10.0.0.1:80 outof 192.0.2.100:80", 27, /unknown word outof/u, /out/u],
  ["expect server 10.0.0.1:80 in 192.0.2.100:80 with 5s", 45, /unknown word with/u, /within/u],
];

for (const [line, column, message, cure] of mistakes) {
  void test(`a mistake is shown with its place: ${line}`, () => {
    const reading = parseStory(line, planOf());
    const [mistake] = reading.kind === "wrong" ? reading.mistakes : [];
    assert.ok(mistake !== undefined);
    assert.match(mistake.message, message);
    assert.match(mistake.cure, cure);
    assert.equal(mistake.column, column);
  });
}
