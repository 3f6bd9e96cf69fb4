import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { seconds } from "../../../src/base/time.ts";
import { Program } from "../../../src/lab/index.ts";
import { programs } from "../../programs.ts";
import { ipvsadm, savedTable } from "./ipvsadm.ts";

const configuration = fileURLToPath(new URL("../files/everything.conf", import.meta.url));
const table = fileURLToPath(new URL("../files/everything.table", import.meta.url));
const patience = seconds(180);

/**
 * What a file with everything in it makes of the table: recorded of C Keepalived (UPDATE=1 with LAB_PROGRAMS=keepalived
 * records it again), and the same for Holdfast.
 */
for (const { name, daemon } of programs) {
  test(`every value of a virtual server: the table of ${name}`, async () => {
    ipvsadm(["-C"]);
    const pids = ["-p", "/run/everything.pid", "-c", "/run/everything-checkers.pid"];
    const program = new Program([...daemon, "-C", "-n", "-l", "-D", "-f", configuration, ...pids]);
    try {
      await program.awaitLine(/Activating healthchecker for service/u, 0, patience);
      await program.awaitLine(/Startup complete/u, 0, patience);
      const lines = [...savedTable(), ...limits(), ipvsadm(["-ln", "--timeout"]).trim(), ""].join("\n");
      if (process.env["UPDATE"] === "1") writeFileSync(table, lines);
      assert.equal(lines, readFileSync(table, "utf8"));
    } finally {
      process.kill(program.pid ?? 0, "SIGTERM");
      await program.ended;
    }
    assert.deepEqual(savedTable(), []);
  });
}

/** Servers with connection limits, which ipvsadm does not save. */
function limits(): readonly string[] {
  const lines = ipvsadm(["-ln", "--thresholds"]).split("\n");
  return lines
    .map((line) => line.replaceAll(/ +/gu, " ").trim())
    .filter((line) => /^-> .* [1-9]\d* \d+ 0 0$/u.test(line));
}
