import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import { normalise } from "./normalise.ts";

/** What one node says of an incident. */
export type Telling = { readonly incident: string; readonly node: string; readonly text: string };

const folder = new URL("golden/", import.meta.url);

/** Compares with golden/INCIDENT.txt what the nodes say; UPDATE=1 writes it anew, to be reviewed as a diff. */
export function assertTold(incident: string, tellings: Readonly<Record<string, string>>): void {
  const file = new URL(`${incident}.txt`, folder);
  const told = Object.entries(tellings).map(([node, text]) => `=== ${node}\n${normalise(text)}\n`);
  const text = told.join("\n");
  if (process.env["UPDATE"] === "1") writeFileSync(file, text);
  else assert.equal(text, readFileSync(file, "utf8"), "UPDATE=1 writes it anew");
}

/** What golden/INCIDENT.txt says, by node. */
export function readTold(incident: string): readonly Telling[] {
  const [, ...parts] = readFileSync(new URL(`${incident}.txt`, folder), "utf8").split(/^=== /mu);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    return { incident, node: part.slice(0, end), text: part.slice(end + 1).trim() };
  });
}
