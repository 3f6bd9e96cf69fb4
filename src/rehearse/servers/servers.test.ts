import assert from "node:assert/strict";
import { test } from "node:test";

import { toSeconds } from "../../base/time.ts";
import { planCluster } from "../cluster-plan.ts";
import { findingsOf, type RehearsalFinding } from "../findings.ts";
import { rehearse, type Rehearsal, type Spread } from "../rehearse.ts";
import { printRehearsal } from "../report.ts";
import { nodeFrom } from "../sample-nodes.ts";
import type { ServerEffect } from "./rehearse-servers.ts";

/** A pair with 192.0.2.100 whose nodes have that virtual server. */
function pair(first: string, second = first): Rehearsal {
  const nodes = [first, second].map((text, index) => {
    const lines = ["vrrp_instance VI_1 {", " interface eth0", " virtual_router_id 1", ` priority ${100 - index}`];
    const file = [...lines, " virtual_ipaddress {", "  192.0.2.100", " }", "}", text, ""].join("\n");
    return nodeFrom(`node${index + 1}`, file);
  });
  return rehearse(planCluster(nodes), { depth: 2 });
}

function virtualServer(inside: string, servers: readonly string[], port = 80): string {
  const blocks = servers.map((server, index) => ` real_server 10.0.0.${index + 1} 80 {\n${server}\n }`);
  return [`virtual_server 192.0.2.100 ${port} {`, " lvs_method NAT", inside, ...blocks, "}"].join("\n");
}

const misc = (more: string): string => `MISC_CHECK {\n misc_path "/bin/true"\n misc_timeout 4\n ${more}\n}`;
const tcp = (more = ""): string => `TCP_CHECK {\n connect_timeout 1\n ${more}\n}`;
const quick = " delay_loop 2\n retry 1\n delay_before_retry 1";

function effects({ servers }: Rehearsal): readonly ServerEffect[] {
  return (servers?.servers ?? []).flatMap((each) => each.effects);
}

function codes(rehearsal: Rehearsal): readonly string[] {
  return found(rehearsal).map(({ code }) => code);
}

/** Without what is found of the addresses. */
function found(rehearsal: Rehearsal): readonly RehearsalFinding[] {
  return findingsOf(rehearsal).filter(({ code }) => code !== "moves-back" && code !== "pair-nobody");
}

function worst(spread: Spread | undefined): number | undefined {
  return spread && toSeconds(spread.worst);
}

void test("a server that dies is out after its loop and all of its tries, and back after a time-out and a loop", () => {
  const rehearsal = pair(virtualServer(quick, [tcp(), tcp()]));
  const [first] = effects(rehearsal);
  assert.ok(first !== undefined);
  // 2 s of the loop, two tries of 1 s, 1 s between them; the check that had begun has succeeded.
  near(worst(first.leaves), 5);
  near(worst(first.leavesRefusing), 3.02);
  near(worst(first.returns), 3.01);
  assert.deepEqual(first.nodes, ["node1", "node2"]);
  assert.deepEqual(first.after, ["10.0.0.2:80 weight 1"]);
  assert.ok((first.leaves?.expected ?? 0) < (first.leaves?.worst ?? 0));
  assert.deepEqual(codes(rehearsal), []);
});

void test("the last server takes the service with it, or leaves it to the sorry server", () => {
  assert.deepEqual(codes(pair(virtualServer(quick, [tcp()]))), ["nobody-answers"]);
  const sorry = pair(virtualServer(`${quick}\n sorry_server 10.0.0.9 80`, [tcp()]));
  assert.deepEqual(codes(sorry), []);
  assert.deepEqual(effects(sorry)[0]?.after, ["the sorry server 10.0.0.9:80"]);
});

void test("below the quorum the sorry server answers although others are up", () => {
  const rehearsal = pair(virtualServer(`${quick}\n quorum 2\n sorry_server 10.0.0.9 80`, [tcp(), tcp()]));
  assert.deepEqual(codes(rehearsal), ["quorum-lost", "quorum-lost"]);
});

void test("a quorum that cannot be gained again, and one that never is", () => {
  const stuck = pair(
    virtualServer(`${quick}\n quorum 2\n hysteresis 1\n sorry_server 10.0.0.9 80`, [tcp(), tcp(), tcp()]),
  );
  assert.deepEqual(codes(stuck), ["quorum-stuck", "quorum-stuck", "quorum-stuck"]);
  assert.match(found(stuck)[0]?.text ?? "", /the others weigh 2, and 3 are needed$/u);
  const never = pair(virtualServer(`${quick}\n quorum 2\n hysteresis 1`, [tcp(), tcp()]));
  assert.deepEqual(codes(never), ["quorum-never"]);
});

void test("a server that nobody asks, one whose silence is as good as an answer, and one that is only pinged", () => {
  const unnoticed = pair(virtualServer(quick, ["", tcp()]));
  assert.deepEqual(codes(unnoticed), ["server-unnoticed"]);
  assert.match(found(unnoticed)[0]?.text ?? "", /^10\.0\.0\.1:80 dies, and stays in 192\.0\.2\.100:80$/u);
  const udp = pair(
    virtualServer(`${quick}\n protocol UDP`, [
      "UDP_CHECK {\n }",
      "UDP_CHECK {\n connect_timeout 1\n require_reply\n }",
    ]),
  );
  assert.deepEqual(codes(udp), ["server-unnoticed"]);
  assert.match(found(udp)[0]?.cure ?? "", /require_reply/u);
  const ping = pair(virtualServer(quick, ["PING_CHECK {\n connect_timeout 1\n }", tcp()]));
  assert.deepEqual(codes(ping), ["service-unnoticed"]);
});

void test("what takes long is worth a note, with what it is made of", () => {
  const long = pair(virtualServer(" delay_loop 20\n retry 2\n delay_before_retry 3", [tcp(), tcp()]));
  assert.deepEqual(codes(long), ["slow-server", "slow-return", "dead-at-start"]);
  const [detection, back, start] = found(long);
  assert.match(
    detection?.text ?? "",
    /10\.0\.0\.1:80 \(and 1 more\) dies: connections go there for up to 29 s, 20 s until the next check and 3 tries of 1 s, 3 s apart$/u,
  );
  assert.match(back?.text ?? "", /returns: it takes up to 21\.01 s until connections go there again$/u);
  assert.match(start?.text ?? "", /a daemon that starts while .* is dead sends connections there for up to 21 s$/u);
});

void test("with alpha a node that returns has the address before its servers are known to be there", () => {
  const rehearsal = pair(virtualServer(" delay_loop 30\n alpha", [tcp("retry 0"), tcp("retry 0")]));
  const late = found(rehearsal).find(({ code }) => code === "late-answer");
  assert.match(
    late?.text ?? "",
    /^after node1 returns it has the address of 192\.0\.2\.100:80 after 3\.\d+ s, and nobody answers there/u,
  );
  assert.match(late?.text ?? "", /up to 30\.01 s$/u);
  assert.ok(!codes(rehearsal).includes("dead-at-start"));
});

void test("a node that can have the address without the virtual server, and nodes that have it otherwise", () => {
  assert.deepEqual(codes(pair(virtualServer(quick, [tcp(), tcp()]), "")), ["no-virtual-server"]);
  const otherwise = pair(virtualServer(quick, [tcp(), tcp()]), virtualServer(quick, [tcp()]));
  assert.match(printRehearsal(otherwise, []), /192\.0\.2\.100:80 on node2: without it after .*, then nobody\n/u);
});

void test("checks rest where the address is not, and the node that has it finds out", () => {
  const rehearsal = pair(virtualServer(`${quick}\n ha_suspend`, [tcp(), tcp()]));
  assert.deepEqual(codes(rehearsal), []);
  assert.match(printRehearsal(rehearsal, []), /\(node2 does not check while the address is elsewhere\)/u);
  near(worst(effects(rehearsal)[0]?.leaves), 5);
});

void test("a node that has not checked while the address was elsewhere takes a dead server over", () => {
  const rehearsal = pair(virtualServer(" delay_loop 9\n retry 1\n delay_before_retry 1\n ha_suspend", [tcp(), tcp()]));
  const note = found(rehearsal).find(({ code }) => code === "dead-at-take-over");
  // As late as warmup allows, two tries of 1 s, 1 s between them.
  assert.match(
    note?.text ?? "",
    /^192\.0\.2\.100:80: a node that takes over .* for up to 12 s if that died meanwhile$/u,
  );
  // Where all nodes check all the time there is nothing to find out.
  const awake = pair(virtualServer(" delay_loop 9\n retry 1\n delay_before_retry 1", [tcp(), tcp()]));
  assert.ok(!codes(awake).includes("dead-at-take-over"));
});

void test("a reload: which servers come and go, and a virtual server that nobody answers afterwards", () => {
  const [before, after] = [virtualServer(quick, [tcp(), tcp()]), virtualServer(quick, [`weight 0\n${tcp()}`])];
  const [node, changed] = [nodeFrom("node1", before), nodeFrom("node1", after)];
  const plan = planCluster([{ ...node, next: changed.config, nextBalancing: changed.balancing }]);
  const rehearsal = rehearse(plan);
  const report = printRehearsal(rehearsal, findingsOf(rehearsal));
  assert.match(
    report,
    /^Reload of virtual servers\n {2}node1: 192\.0\.2\.100:80: 10\.0\.0\.1:80 weight 1, 10\.0\.0\.2:80 weight 1 -> nobody$/mu,
  );
  assert.match(report, /warning: after node1 reloads nobody answers there for 192\.0\.2\.100:80$/mu);
});

void test("all services of a machine die with it, and pairs are tried within a virtual server", () => {
  const rehearsal = pair(`${virtualServer(quick, [tcp(), tcp()])}\n${virtualServer(quick, [tcp()], 81)}`);
  const [first] = rehearsal.servers?.servers ?? [];
  assert.deepEqual(
    first?.effects.map(({ service, after }) => [service, after.length]),
    [
      ["192.0.2.100:80", 1],
      ["192.0.2.100:81", 0],
    ],
  );
  const report = printRehearsal(rehearsal, []);
  assert.match(report, /10\.0\.0\.1 dies, then 10\.0\.0\.2 dies: 192\.0\.2\.100:80: nobody\n/u);
  assert.match(report, /no address moves because of a real server$/mu);
});

void test("misc_dynamic and scripts: a script that waits is ended, one that fails counts at once", () => {
  const [first] = effects(pair(virtualServer(" delay_loop 2", [misc(""), misc("misc_dynamic")])));
  near(worst(first?.leaves), 6);
  near(worst(first?.leavesRefusing), 2.01);
});

/** To 20 ms, what two checks take. */
function near(actual: number | undefined, expected: number): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) <= 0.02, `${actual}, expected ${expected}`);
}
