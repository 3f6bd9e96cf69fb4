import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConfiguration } from "../load.ts";
import { keywordNames, scopes, scopesOf } from "./index.ts";
import { scopeNames } from "./keyword.ts";
import type { ScopeName } from "./keyword.ts";

void test("every block of the language has its table, and only one", () => {
  assert.deepEqual(scopes.map(({ name }) => name).toSorted(), scopeNames.toSorted());
});

void test("every row of the tables has words of its own for the reference page", () => {
  for (const { keywords } of scopes) {
    for (const { name, doc } of keywords.values()) {
      assert.match(name, /^[a-z][\w-]*$/iu);
      assert.match(doc, /^\S.*[^.]$/u);
    }
  }
});

void test("all block keywords of the reference are known", () => {
  const distinct = new Set(scopeNames.flatMap((scope) => keywordNames(scope)));
  assert(distinct.size >= 363, String(distinct.size));
  assert.deepEqual(scopesOf("weight").length, 7);
});

/** The block around a block, where that is not the file. */
const parents: Readonly<Partial<Record<ScopeName, ScopeName>>> = {
  authentication: "vrrp_instance",
  auth_hmac: "vrrp_instance",
  real_server: "virtual_server",
  TCP_CHECK: "real_server",
  HTTP_GET: "real_server",
  SSL_GET: "real_server",
  SMTP_CHECK: "real_server",
  DNS_CHECK: "real_server",
  MISC_CHECK: "real_server",
  BFD_CHECK: "real_server",
  PING_CHECK: "real_server",
  UDP_CHECK: "real_server",
  FILE_CHECK: "real_server",
  url: "HTTP_GET",
  host: "SMTP_CHECK",
};

/** Blocks that need more than their keyword, or a name behind it. */
const headings: Readonly<Partial<Record<ScopeName, string>>> = {
  global_defs: "global_defs {",
  vrrp_instance: "vrrp_instance NAME {\ninterface eth0\nvirtual_router_id 1",
  virtual_server: "virtual_server 192.0.2.1 80 {\nsorry_server 192.0.2.9",
  real_server: "real_server 192.0.2.2 80 {",
  SSL: "SSL {",
};

/** A file that has nothing but a line in a block of that kind. */
function fileWith(scope: ScopeName, line: string): string {
  if (scope === "root") return line;
  const parent = parents[scope];
  const heading = headings[scope] ?? (parent === undefined ? `${scope} NAME {` : `${scope} {`);
  return fileWith(parent ?? "root", `${heading}\n${line}\n}`);
}

for (const scope of scopes) {
  for (const { name, shape } of scope.keywords.values()) {
    if (shape.syntax.startsWith("[") || shape.syntax === "" || shape.block) continue;
    void test(`${scope.name}: ${name} is read, and cannot do without its parameter unless its shape says so`, () => {
      const text = fileWith(scope.name, name);
      const { diagnostics } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" });
      const about = diagnostics.filter(({ code, message }) => code === "missing-parameter" && message.includes(name));
      assert.equal(about.length > 0, !shape.forgiving, diagnostics.map(({ message }) => message).join("\n"));
      assert(about.every(({ fatal }) => fatal));
    });
  }
}
