import assert from "node:assert/strict";
import { test } from "node:test";

import { ScriptAccounts } from "./script-accounts.ts";

const nobody = { user: "nobody", group: undefined };
const skip = process.geteuid?.() === 0 ? false : "only root runs scripts as somebody else";

/** How the groups of a script are set. */
function groupOption(supplementaryGroups: boolean | undefined): string | undefined {
  const accounts = new ScriptAccounts({
    account: undefined,
    security: false,
    ...(supplementaryGroups !== undefined && { supplementaryGroups }),
  });
  const command = accounts.as(nobody, { words: ["/bin/true"] });
  return "problem" in command ? command.problem : command.words.find((word) => word.endsWith("-groups"));
}

void test("a script has one group unless set_supplementary_groups is on", { skip }, () => {
  assert.equal(groupOption(undefined), "--clear-groups");
  assert.equal(groupOption(false), "--clear-groups");
  assert.equal(groupOption(true), "--init-groups");
});
