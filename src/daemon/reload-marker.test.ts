import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { reloadMarkerPath, whileMarked } from "./reload-marker.ts";

const nobody = { namespace: undefined, instance: undefined, usesDirectory: false };

test("the marker is beside the pid files unless the configuration says where", () => {
  assert.equal(reloadMarkerPath({ reload: {} }, nobody), undefined);
  const bare = { reload: { marker: { path: undefined } } };
  assert.equal(reloadMarkerPath(bare, nobody), "/run/keepalived.reload");
  assert.equal(reloadMarkerPath(bare, { ...nobody, usesDirectory: true }), "/run/keepalived/keepalived.reload");
  assert.equal(reloadMarkerPath({ reload: { marker: { path: "/x" } } }, nobody), "/x");
});

test("it is there and empty for as long as files are read", (context) => {
  const directory = mkdtempSync(join(tmpdir(), "marker-"));
  context.after(() => rmSync(directory, { recursive: true }));
  const path = join(directory, "marker");
  writeFileSync(path, "of whoever asked for the reload");
  assert.equal(
    whileMarked(path, () => readFileSync(path, "utf8"), assert.fail),
    "",
  );
  assert.equal(existsSync(path), false);
  assert.throws(() => whileMarked(path, () => assert.fail("unreadable"), assert.fail));
  assert.equal(existsSync(path), false);
});

test("a place where nothing can be written is no reason not to reload", () => {
  const said: string[] = [];
  assert.equal(
    whileMarked(
      "/proc/none/marker",
      () => 1,
      (message) => said.push(message),
    ),
    1,
  );
  assert.match(said.join(), /Cannot write reload_file/u);
});
