import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { loadConfiguration } from "../load.ts";
import { printScriptCall, scriptCommand } from "./script-call.ts";

function commandOf(line: string): readonly string[] | undefined {
  const text = `vrrp_script s {\nscript ${line}\n}\nvrrp_instance i {\ntrack_script {\ns\n}\n}`;
  const { configuration } = loadConfiguration(
    {
      path: "a.conf",
      text: text.replace("vrrp_instance i {", "vrrp_instance i {\ninterface eth0\nvirtual_router_id 1"),
    },
    { hostName: "h" },
  );
  return configuration.scriptCommands.get("s")?.words;
}

void test("a command that is printed is read as the same words", () => {
  const word = fc.string({
    unit: fc.constantFrom(...Array.from("ab \\\"'#!{}$@~\t\n\r\0\u00e9\u0085<&|")),
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from("/ab \\\"'#!{}")) }),
      fc.array(word),
      (program, rest) => {
        const printed = scriptCommand.print?.({ words: [program, ...rest] }) ?? "";
        assert.deepEqual(commandOf(printed), [program, ...rest], printed);
      },
    ),
  );
});

function print(...words: [string, ...string[]]): string | undefined {
  return scriptCommand.print?.({ words });
}

void test("what can be bare stays bare", () => {
  assert.equal(print("/bin/true"), "/bin/true");
  assert.equal(print("/bin/echo", "a", "b c"), `"/bin/echo a 'b c'"`);
  const account = { user: "nobody", group: "nogroup" };
  assert.equal(printScriptCall({ command: { words: ["/bin/true"] }, account }), "/bin/true nobody nogroup");
});
