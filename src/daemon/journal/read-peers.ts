import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { KnownPeers } from "../../vrrp/recollection.ts";
import { inTurns } from "../turns.ts";
import { peersFileName, type PeersFilePlace, peersVersion } from "./peers-file.ts";
import { parsePlainData } from "./plain-data.ts";

/**
 * What a process has left there in this boot and this network namespace, some instances at a time: `heard` is called in
 * turns of the event loop. Nothing where there is none, or none that this version understands.
 */
export async function readPeers(
  { directory, writer: { boot }, network }: PeersFilePlace,
  heard: (peers: readonly KnownPeers[]) => void,
): Promise<void> {
  const text = await readFile(join(directory, peersFileName), "utf8").catch(() => "");
  const [head = "", ...lines] = text.split("\n");
  if (!isOurs(head, boot, network)) return;
  let some: KnownPeers[] = [];
  const tell = (): void => {
    if (some.length > 0) heard(some);
    some = [];
  };
  await inTurns(
    parsed(lines, (peers) => some.push(peers)),
    async () => {
      tell();
      await nextTurn();
    },
  );
  tell();
}

function* parsed(lines: readonly string[], add: (peers: KnownPeers) => void): Generator<undefined, undefined> {
  for (const line of lines) {
    if (line === "") continue;
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by PeersFile of the same version
      add(parsePlainData(line) as KnownPeers);
    } catch {
      // Somebody has changed it: what comes before counts.
      return;
    }
    yield undefined;
  }
}

function isOurs(head: string, boot: string, network: string): boolean {
  try {
    const value: unknown = JSON.parse(head);
    if (typeof value !== "object" || value === null || !("version" in value && "writer" in value)) return false;
    const { version, writer } = value;
    if (typeof writer !== "object" || writer === null || !("boot" in writer) || !("network" in value)) return false;
    return version === peersVersion && writer.boot === boot && value.network === network;
  } catch {
    return false;
  }
}
