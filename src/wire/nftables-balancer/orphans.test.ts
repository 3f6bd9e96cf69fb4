import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import type { TableChange, TableKey, TableServer, TableService } from "../../base/lvs-table.ts";
import { plain, server as serverOf, tcp, udp } from "../../base/lvs-table-samples.ts";
import { heldServices } from "./held-services.ts";
import { orphanedFlows } from "./orphans.ts";

const names = udp("192.0.2.1", 53);

test("flows of UDP are orphans when their server is removed from its service", () => {
  const server = at(1);
  assert.deepEqual(orphansOf(names, [at(1), at(2)], [at(2)]), [
    {
      protocol: 17,
      destination: IpAddress.of("192.0.2.1"),
      destinationPort: 53,
      server: server.address,
      serverPort: 53,
    },
  ]);
});

test("of TCP only what is closed or was never answered, when its server is removed or drained", () => {
  const web = tcp("192.0.2.1", 80);
  const out = (before: readonly TableServer[], after: readonly TableServer[]): readonly unknown[] =>
    orphansOf(web, before, after).map(({ server, states }) => [server.toString(), states]);
  const expected = [["198.51.100.1", ["SYN-SENT", "CLOSED"]]];
  assert.deepEqual(out([at(1), at(2)], [at(2)]), expected);
  assert.deepEqual(out([at(1), at(2)], [{ ...at(1), weight: 0 }, at(2)]), expected);
  assert.deepEqual(out([{ ...at(1), weight: 0 }], []), expected, "drained before");
  assert.deepEqual(out([{ ...at(1), weight: 0 }], [{ ...at(1), weight: 0 }]), []);
  assert.deepEqual(out([at(1)], [{ ...at(1), weight: 2 }]), []);
});

test("nothing is an orphan of UDP at a server that is drained, of SCTP, of marks, and without the service", () => {
  assert.deepEqual(orphansOf(names, [at(1)], [{ ...at(1), weight: 0 }]), []);
  assert.deepEqual(orphansOf({ ...names, protocol: "SCTP" }, [at(1)], []), []);
  assert.deepEqual(orphansOf({ kind: "mark", mark: 1, family: "ipv4" }, [at(1)], []), []);
  assert.deepEqual(orphansOf(names, [at(1)], undefined), []);
});

function orphansOf(
  key: TableKey,
  before: readonly TableServer[],
  after: readonly TableServer[] | undefined,
): ReturnType<typeof orphanedFlows> {
  const service = (servers: readonly TableServer[]): TableService => ({
    key,
    settings: plain,
    servers,
  });
  const changes = before.map((each): TableChange => {
    const edited = after?.find(({ address }) => address.equals(each.address));
    return edited === undefined
      ? { kind: "remove-server", key, server: each }
      : { kind: "edit-server", key, server: edited };
  });
  return orphanedFlows(
    heldServices([service(before)]),
    heldServices(after === undefined ? [] : [service(after)]),
    changes,
  );
}

function at(number: number): TableServer {
  return serverOf(`198.51.100.${number}`, 53);
}
