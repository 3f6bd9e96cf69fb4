import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { nodeFrom } from "../sample-nodes.ts";
import { isSorryShare, labelServices, printEndpoint, printShare, printSorry, serverOfShare } from "./labels.ts";

void test("virtual servers are called by one word each, and no two alike", () => {
  const text = [
    "virtual_server_group web {\n 192.0.2.30 80\n}\n",
    block("192.0.2.10 53", "protocol UDP"),
    block("192.0.2.10 53", "protocol TCP"),
    block("192.0.2.10 80"),
    block("192.0.2.20 0", "persistence_timeout 60"),
    block("fwmark 5"),
    block("group web"),
    "virtual_server 2001:db8::10 80 {\n lvs_method DR\n real_server 2001:db8::1 80 {\n }\n}\n",
  ].join("");
  const { balancing } = nodeFrom("node1", text);
  const labels = Array.from(labelServices(balancing?.config.virtualServers ?? []).values());
  assert.deepEqual(labels, [
    "udp/192.0.2.10:53",
    "tcp/192.0.2.10:53",
    "192.0.2.10:80",
    "192.0.2.20:any",
    "mark/5",
    "group/web",
    "[2001:db8::10]:80",
  ]);
});

void test("a share tells its server and whether it is the sorry one", () => {
  const server = { address: IpAddress.of("2001:db8::1"), port: 80 };
  assert.equal(serverOfShare(printShare(server, 3)), printEndpoint(server));
  assert.ok(isSorryShare(printSorry(server)) && !isSorryShare(printShare(server, 3)));
  assert.equal(printEndpoint({ ...server, port: 0 }), "2001:db8::1");
});

function block(head: string, more = ""): string {
  return `virtual_server ${head} {\n lvs_method DR\n ${more}\n real_server 10.0.0.1 80 {\n }\n}\n`;
}
