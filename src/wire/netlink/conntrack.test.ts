import assert from "node:assert/strict";
import { test } from "node:test";

import { parseHex, printHex } from "../../base/hex.ts";
import { IpAddress } from "../../base/ip-address.ts";
import { deleteFlow, dumpFlows, type FlowSelection } from "./conntrack.ts";

/** A flow as Linux 6.18 tells of it: from 127.0.0.1, port 59798, to port 53, which nothing has answered. */
const first =
  "3400018014000180080001007f000001080002007f0000011c000280050001001100000006000200e99600000600030000350000";
const answer =
  "3400028014000180080001007f000001080002007f0000011c0002800500010011000000060002000035000006000300e9960000";
const id = "08000c00e799390c";
const flow = `02000000${first}${answer}08000300000000080800080000000000${id}08000b0000000001080007000000001d`;

/** A connection from 127.0.0.1, port 36590, to port 80, which the server has reset. */
const resetConnection = [
  "020000003400018014000180080001007f000001080002007f0000011c0002800500010006000000060002008eee00000600030000500000",
  "3400028014000180080001007f000001080002007f0000011c00028005000100060000000600020000500000060003008eee0000",
  "080003000000000e080008000000000008000c0000aaf65e08000b000000000108000700000000093000048",
  "02c0001800500010008000000050002000a000000050003000a00000006000400230000000600050023000000",
].join("");

const local = IpAddress.of("127.0.0.1");
const selection: FlowSelection = {
  protocol: 17,
  destination: local,
  destinationPort: 53,
  server: local,
  serverPort: 53,
};

test("asks for flows to one place that another answers", () => {
  const { type, flags, payload } = dumpFlows({ ...selection, server: IpAddress.of("198.51.100.1"), serverPort: 0 });
  assert.deepEqual([type, flags], [0x101, 0x300]);
  assert.equal(
    printHex(payload),
    [
      "02000000",
      // To 127.0.0.1, UDP, port 53.
      "240001800c000180080002007f0000011400028005000100110000000600030000350000",
      // From 198.51.100.1, UDP, any port.
      "240002800c00018008000100c63364011400028005000100110000000600020000000000",
      // What counts.
      "14001980080001002a0000000800020009000000",
    ].join(""),
  );
});

test("a flow that was asked for is deleted by what it began with and its number", () => {
  const request = deleteFlow(parseHex(flow), selection);
  assert.deepEqual([request?.type, request?.flags], [0x102, 0]);
  assert.equal(request && printHex(request.payload), `02000000${first}${id}`);
});

test("other flows, which old kernels tell of as well, are left alone", () => {
  const others: readonly Partial<FlowSelection>[] = [
    { protocol: 6 },
    { destination: IpAddress.of("127.0.0.2") },
    { destinationPort: 54 },
    { server: IpAddress.of("127.0.0.2") },
    { serverPort: 54 },
    { destination: IpAddress.of("::1"), server: IpAddress.of("::1") },
  ];
  for (const each of others) assert.equal(deleteFlow(parseHex(flow), { ...selection, ...each }), undefined);
  for (const any of [{ destinationPort: 0 }, { serverPort: 0 }]) {
    assert.notEqual(deleteFlow(parseHex(flow), { ...selection, ...any }), undefined);
  }
});

test("a connection of TCP is deleted in the states that were asked for", () => {
  const web: FlowSelection = { ...selection, protocol: 6, destinationPort: 80, serverPort: 80 };
  const reset = parseHex(resetConnection);
  for (const states of [undefined, ["CLOSED"], ["SYN-SENT", "CLOSED"]] as const) {
    assert.notEqual(deleteFlow(reset, states === undefined ? web : { ...web, states }), undefined, String(states));
  }
  for (const states of [["SYN-SENT"], []] as const) assert.equal(deleteFlow(reset, { ...web, states }), undefined);
  assert.equal(deleteFlow(parseHex(flow), { ...selection, states: ["CLOSED"] }), undefined, "not of TCP");
});

test("what is cut off is no flow", () => {
  const bytes = parseHex(flow);
  for (let length = 0; length < 4 + 52 + 52; length++) {
    assert.equal(deleteFlow(bytes.subarray(0, length), selection), undefined, `${length} bytes`);
  }
});
