import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { seconds } from "../../src/base/time.ts";
import { guestObstacle } from "./guest.ts";
import { testInGuest } from "./tests-in-guest.ts";

const obstacle = await guestObstacle();

test("in a kernel with IPVS", { skip: obstacle ?? false }, async (context) => {
  const only = process.env["GUEST_TESTS"]?.split(",");
  const files = (only ?? ["loading", "contract", "changes", "sync-daemon", "everything", "scale", "traffic"]).map(
    (name) => new URL(`inside/${name}.ts`, import.meta.url),
  );
  // Where tables are recorded.
  const writable = process.env["UPDATE"] === "1" ? [fileURLToPath(new URL("files", import.meta.url))] : [];
  await testInGuest(context, files, { limit: seconds(720), writable });
});
