import assert from "node:assert/strict";
import { test } from "node:test";

import { microseconds, milliseconds, seconds, sum, zeroDuration } from "../../base/time.ts";
import { allowance, judge, printResults, type Result } from "./result.ts";

const killed: Result = {
  event: "node1 loses power",
  address: "192.0.2.100",
  prediction: { atLeast: seconds(2.2265625), atMost: seconds(3.2265625), servedBy: "node2" },
  measured: seconds(2.82),
  servedBy: "node2",
};

void test("the bound is the prediction and the allowance, to the microsecond", () => {
  const bound = sum(killed.prediction.atMost, allowance);
  assert.equal(judge({ ...killed, measured: bound }), "within");
  assert.equal(judge({ ...killed, measured: sum(bound, microseconds(1)) }), "late");
});

void test("an address must be served in the end, and by the right node", () => {
  assert.equal(judge({ ...killed, measured: undefined }), "not served");
  assert.equal(judge({ ...killed, servedBy: undefined }), "not served");
  assert.equal(judge({ ...killed, servedBy: "node1" }), "wrong node");
});

void test("the table names an event once and keeps its columns in line", () => {
  const none = { atLeast: zeroDuration, atMost: zeroDuration, servedBy: "node2" };
  const skew = { atLeast: milliseconds(227), atMost: milliseconds(227), servedBy: "node2" };
  const results: readonly Result[] = [
    killed,
    { ...killed, address: "192.0.2.7", prediction: none, measured: zeroDuration },
    { ...killed, event: "node1 is stopped", prediction: skew, measured: undefined, servedBy: undefined },
  ];
  assert.deepEqual(printResults(results), [
    "event              address      predicted outage  measured  served by  verdict",
    "-----------------  -----------  ----------------  --------  ---------  ----------",
    "node1 loses power  192.0.2.100  2.227 to 3.227 s    2.82 s  node2      within",
    "                   192.0.2.7                none      none  node2      within",
    "node1 is stopped   192.0.2.100           0.227 s   lasting  nobody     not served",
  ]);
});

void test("colours do not shift the columns", () => {
  const [, , row] = printResults([killed], (text, number, column) => (column === 5 ? `<${number}:${text}>` : text));
  assert.ok(row?.endsWith("node2      <0:within >"));
});
