import assert from "node:assert/strict";
import { test } from "node:test";

import { printCommand } from "./command.ts";

test("plain words print as they are", () => {
  assert.equal(
    printCommand({ words: ["/usr/bin/check_x", "--port=80", "a@b", "100%"] }),
    "/usr/bin/check_x --port=80 a@b 100%",
  );
});

test("words that could be misread print in quotes", () => {
  assert.equal(printCommand({ words: ["/bin/sh", "-c", "exit 1", ""] }), '/bin/sh -c "exit 1" ""');
  assert.equal(
    printCommand({ words: ["x", "a\nb", 'say "hi"', "$HOME", "é"] }),
    'x "a\\nb" "say \\"hi\\"" "$HOME" "é"',
  );
});
