import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { parsePlainData, printPlainData } from "./plain-data.ts";

test("addresses of both families come back as addresses, everything else as it was", () => {
  const value = {
    prefix: { address: IpAddress.of("192.0.2.1"), length: 24 },
    peers: [IpAddress.of("fe80::1")],
    label: "eth0:1",
    scope: 0,
    none: null,
  };
  const back = parsePlainData(printPlainData({ ...value, broadcast: undefined }));
  assert.deepEqual(back, value);
});

test("a text that is not an address is not taken for one", () => {
  assert.throws(() => parsePlainData('{"$address":"here"}'), /not an IP address: here/u);
});
