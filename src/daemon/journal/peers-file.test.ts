import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { instant, seconds } from "../../base/time.ts";
import type { KnownPeers } from "../../vrrp/recollection.ts";
import { ownIdentity } from "../process-identity.ts";
import { PeersFile, peersFileName, type PeersFilePlace } from "./peers-file.ts";
import { readPeers } from "./read-peers.ts";

const peer = {
  source: IpAddress.of("192.0.2.2"),
  advertised: { priority: 100, version: 3, interval: seconds(1), checksumForm: "pseudo-header" },
  firstHeard: instant(1),
  lastHeard: instant(5),
  believedAt: instant(5),
  adverts: 5,
  gaps: 1,
  longestGap: seconds(2),
  missing: [IpAddress.of("fe80::1")],
  unexpected: [],
  rejected: 2,
  rejectedInRow: 0,
  lastRejection: { at: instant(3), reason: { kind: "interval", received: seconds(2), expected: seconds(1) } },
} as const;

function known(instance: string): KnownPeers {
  return { instance, interface: "eth0", family: "ipv4", vrid: 51, peers: [peer] };
}

function placeFor(context: TestContext): PeersFilePlace {
  const directory = mkdtempSync(join(tmpdir(), "holdfast-peers-"));
  context.after(() => rmSync(directory, { recursive: true }));
  return { directory, writer: ownIdentity(), network: "net:[1]" };
}

function fileOf(place: PeersFilePlace, all: readonly KnownPeers[], trouble: string[] = []): PeersFile {
  function* walk(): Generator<KnownPeers, undefined> {
    yield* all;
  }
  return new PeersFile(place, { walk, isBusy: () => false }, (message) => trouble.push(message));
}

async function read(place: PeersFilePlace): Promise<readonly KnownPeers[]> {
  const all: KnownPeers[] = [];
  await readPeers(place, (some) => all.push(...some));
  return all;
}

test("the next process reads what was written, as it was", async (context) => {
  const place = placeFor(context);
  const all = Array.from({ length: 300 }, (_, index) => known(`VI_${index}`));
  const file = fileOf(place, all);
  await file.write();
  assert.deepEqual(await read(place), all);
  file.close();
  assert.deepEqual(readdirSync(place.directory), [], "an orderly end leaves nothing");
});

test("what another boot or another network has left is nothing, and neither is what is no such file", async (context) => {
  const place = placeFor(context);
  assert.deepEqual(await read(place), []);
  const file = fileOf(place, [known("VI_1")]);
  await file.write();
  assert.deepEqual(await read({ ...place, network: "net:[2]" }), []);
  assert.deepEqual(await read({ ...place, writer: { ...place.writer, boot: "another" } }), []);
  const path = join(place.directory, peersFileName);
  const [head = "", line = ""] = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, `${head}\n${line}\n{"instance":`);
  assert.deepEqual(await read(place), [known("VI_1")], "what comes before the damage counts");
  writeFileSync(path, "no JSON\n");
  assert.deepEqual(await read(place), []);
  file.close();
});

test("a directory that cannot be written is told once, and that is the end of it", async (context) => {
  const place = placeFor(context);
  const trouble: string[] = [];
  const file = fileOf({ ...place, directory: join(place.directory, "gone") }, [known("VI_1")], trouble);
  await file.write();
  assert.equal(trouble.length, 1);
  assert.match(trouble[0] ?? "", /^Cannot write to .*gone \(ENOENT\): whoever replaces this process knows no peers$/u);
});
