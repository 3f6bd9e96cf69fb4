import assert from "node:assert/strict";
import { test } from "node:test";

import type { TableChange, TableKey, TableServer } from "../../base/lvs-table.ts";
import { plain as settings, server } from "../../base/lvs-table-samples.ts";
import { errno, systemError } from "./errno.ts";
import { editsInPlace, resultOf } from "./ipvs-changes.ts";

const key: TableKey = { kind: "mark", mark: 1, family: "ipv4" };
const present = systemError("IPVS_CMD_NEW_DEST", errno.EEXIST);
const refused = systemError("IPVS_CMD_SET_DEST", errno.EINVAL);

function at(weight: number, address = "192.0.2.1"): TableServer {
  return server(address, 80, { weight });
}

function add(weight: number, address?: string): TableChange {
  return { kind: "add-server", key, server: at(weight, address) };
}

/** Indexes and kinds of what follows. */
function follow(...changes: readonly (readonly [TableChange, ReturnType<typeof systemError> | undefined])[]): string {
  const edits = editsInPlace(
    changes.map(([change]) => change),
    changes.map(([, error]) => error),
  );
  return [...edits].map(([index, { kind }]) => `${index} ${kind}`).join(", ");
}

test("what was to be added and is there is edited, in order", () => {
  assert.equal(follow([add(1), undefined]), "");
  assert.equal(
    follow([{ kind: "add-service", key, settings }, present], [add(1), present]),
    "0 edit-service, 1 edit-server",
  );
  assert.equal(follow([add(1), present], [add(1, "192.0.2.2"), present]), "0 edit-server, 1 edit-server");
});

test("unless a later change of the same had the last word", () => {
  const edit: TableChange = { kind: "edit-server", key, server: at(2) };
  const remove: TableChange = { kind: "remove-server", key, server: at(0) };
  assert.equal(follow([add(1), present], [edit, undefined]), "");
  assert.equal(follow([add(1), present], [edit, refused]), "0 edit-server");
  assert.equal(follow([add(1), present], [add(2), present]), "1 edit-server");
  assert.equal(follow([add(1), present], [remove, undefined], [add(2), undefined]), "");
  assert.equal(follow([add(1), present], [{ kind: "remove-service", key }, undefined]), "");
});

test("removing what is gone is a success, other failures are not", () => {
  const noService = systemError("IPVS_CMD_DEL_DEST", errno.ESRCH);
  const noServer = systemError("IPVS_CMD_DEL_DEST", errno.ENOENT);
  const remove: TableChange = { kind: "remove-server", key, server: at(0) };
  assert.equal(resultOf(remove, noService), undefined);
  assert.equal(resultOf(remove, noServer), undefined);
  assert.equal(resultOf({ kind: "remove-service", key }, noService), undefined);
  assert.equal(resultOf(remove, refused), refused);
  assert.equal(resultOf(add(1), noService), noService);
  assert.equal(resultOf({ kind: "edit-service", key, settings }, noService), noService);
});
