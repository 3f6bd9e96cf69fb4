import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Folder, goodFile, mistakes } from "./files.ts";
import { build, holdfastCommand, inNamespace, namespaceObstacle } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();

/** A file without anything to say about it. */
const cleanFile = goodFile.replace("virtual_router_id 51", "virtual_router_id 17");

function run(command: readonly string[], input = ""): SpawnSyncReturns<string> {
  const [program = "", ...words] = command;
  const result = spawnSync(program, words, { encoding: "utf8", input });
  assert.doesNotMatch(result.stdout + result.stderr, /^\s+at /mu, "a stack trace");
  return result;
}

/** `holdfast check` on a machine that has the interfaces v0 and v1. */
function check(...words: readonly string[]): SpawnSyncReturns<string> {
  return run(inNamespace([holdfastCommand, "check", ...words]));
}

/** `holdfast check --offline` on the same machine. */
function checkOffline(...words: readonly string[]): SpawnSyncReturns<string> {
  return check("--offline", ...words);
}

void test("A good file: one line, status 0", { skip }, () => {
  const path = folder.file("good.conf", cleanFile);
  const { status, stdout, stderr } = check(path);
  assert.deepEqual([status, stdout, stderr], [0, `${path}: nothing found\n`, ""]);
});

for (const name of Object.keys(mistakes)) {
  void test(`${name}: status 1, the place, and what keepalived -t would say`, { skip }, () => {
    assert(isMistake(name));
    const { text, line } = mistakes[name];
    const path = folder.file(`${name}.conf`, text);
    const { status, stdout } = check(path);
    assert.equal(status, 1, stdout);
    if (line !== undefined) assert.match(stdout, new RegExp(`^${path}:${line}:\\d+: (error|warning): `, "mu"));
    assert.match(stdout, /; keepalived -t would end with [2-6]\n$/u);
  });
}

function isMistake(name: string): name is keyof typeof mistakes {
  return Object.hasOwn(mistakes, name);
}

void test("A finding: place, excerpt, carets and cure", { skip }, () => {
  const path = folder.file("typo.conf", cleanFile.replace("priority 100", "priorty 100"));
  const { status, stdout } = checkOffline(path);
  assert.equal(
    stdout,
    [
      `${path}:5:5: warning: (VI_1) Unknown keyword 'priorty' [unknown-keyword]`,
      "  priorty 100",
      "  ^^^^^^^",
      "  = did you mean priority?",
      "",
      `${path}: no errors, 1 warning, no notes; keepalived -t would end with 5`,
      "",
    ].join("\n"),
  );
  assert.equal(status, 1);
});

for (const [written, meant] of [
  ["autp_pass", "auth_pass"],
  ["preemtp_delay", "preempt_delay"],
  ["vrrp_intsance", "vrrp_instance"],
  ["virtual_ipadress", "virtual_ipaddress"],
  ["priorty", "priority"],
  ["authentification", "authentication"],
] as const) {
  void test(`${written}: did you mean ${meant}?`, () => {
    const more =
      "  preempt_delay 3\n  authentication {\n    auth_type PASS\n    auth_pass 1234\n  }\n  virtual_ipaddress";
    const text = cleanFile.replace("  virtual_ipaddress", more).replace(meant, written);
    const { status, stdout } = checkOffline(folder.file("classic.conf", text));
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`did you mean ${meant}\\?`, "u"));
  });
}

void test(
  "An interface that is not there: an error with the one that was meant; a warning with --offline",
  { skip },
  () => {
    const path = folder.file("interface.conf", cleanFile.replace("interface v0", "interface vo"));
    const here = check(path);
    assert.equal(here.status, 1);
    assert.match(here.stdout, /interface\.conf:3:15: error: .*vo.*doesn't exist.*\n.*\n.*\n {2}= did you mean v0\?/u);
    const elsewhere = check("--offline", path);
    assert.equal(elsewhere.status, 0);
    assert.match(elsewhere.stdout, /interface\.conf:3:15: warning: .*vo.*doesn't exist here/u);
  },
);

void test("A script that is not there: an error; not with --offline", { skip }, () => {
  const script = 'vrrp_script chk {\n  script "/no/such/program"\n  interval 2\n  fall 2\n  user root\n}\n';
  const track = "track_script {\n      chk\n    }\n    advert_int 1";
  const security = "global_defs {\n  enable_script_security\n  script_user root\n}\n";
  const path = folder.file("script.conf", security + script + cleanFile.replace("advert_int 1", track));
  const here = check(path);
  assert.equal(here.status, 1, here.stdout);
  assert.match(here.stdout, /script\.conf:6:\d+: error: .*\/no\/such\/program/u);
  const elsewhere = checkOffline(path);
  assert.equal(elsewhere.status, 0, elsewhere.stdout);
  assert.doesNotMatch(elsewhere.stdout, /does not exist/u);
});

void test("Several files are of other machines, unless --here says which one is not", { skip }, () => {
  const first = folder.file("first.conf", cleanFile.replace("interface v0", "interface eth7"));
  const second = folder.file("second.conf", cleanFile.replace("priority 100", "priority 90"));
  assert.doesNotMatch(check(first, second).stdout, /eth7/u);
  assert.doesNotMatch(check("--here", second, first, second).stdout, /eth7/u);
  const here = check("--here", first, first, second);
  assert.equal(here.status, 1);
  assert.match(here.stdout, /first\.conf:3:\d+: error: .*eth7/u);
});

void test("Warnings count with --strict", { skip }, () => {
  const path = folder.file("warning.conf", `${cleanFile}vrrp_script unused {\n  script "/bin/true"\n  fall 2\n}\n`);
  const text = `global_defs {\n  enable_script_security\n}\n`;
  const lenient = checkOffline(
    folder.file("warning.conf", text + cleanFile.replace("    advert_int 1", "    advert_int 1\n    advert_int 1")),
  );
  assert.equal(lenient.status, 0, lenient.stdout);
  assert.match(lenient.stdout, /: no errors, 1 warning, no notes\n$/u);
  assert.equal(checkOffline("--strict", path).status, 1);
});

void test("Standard input", { skip }, () => {
  const { status, stdout } = run(
    inNamespace([holdfastCommand, "check", "--offline", "-"]),
    cleanFile.replace("priority", "prioriti"),
  );
  assert.equal(status, 1);
  assert.match(stdout, /^<stdin>:5:5: warning: /u);
});

void test("--json: stable names, the places, the same status", { skip }, () => {
  const path = folder.file("json.conf", mistakes.longPassword.text);
  const { status, stdout } = checkOffline("--json", path);
  assert.equal(status, 1);
  type Report = { readonly findings: readonly Record<string, unknown>[] } & Readonly<Record<string, unknown>>;
  const report: Report = JSON.parse(stdout);
  const { format, files, status: stated, configTestStatus } = report;
  assert.deepEqual([format, files, stated, configTestStatus], [1, [path], 1, 5]);
  const finding = report.findings.find(({ code }) => code === "authentication");
  assert.deepEqual(finding?.["file"], path);
  assert.deepEqual(finding?.["span"], { start: { line: 8, column: 12 }, end: { line: 8, column: 21 } });
});

void test("--sarif: a log with rules and results", { skip }, () => {
  const path = folder.file("sarif.conf", mistakes.unknownKeyword.text);
  const { status, stdout } = checkOffline("--sarif", path);
  assert.equal(status, 1);
  type Log = { readonly version: string; readonly runs: readonly { readonly results: readonly unknown[] }[] };
  const log: Log = JSON.parse(stdout);
  assert.equal(log.version, "2.1.0");
  const results = log.runs.flatMap((each) => each.results).map((result) => JSON.stringify(result));
  const region = { startLine: 5, startColumn: 5, endLine: 5, endColumn: 13 };
  const result = results.find((text) => text.includes('"ruleId":"unknown-keyword"'));
  assert(result?.includes(JSON.stringify({ artifactLocation: { uri: `file://${path}` }, region })), stdout);
});

void test("Included files and parameters: the place, and how it came to be read", { skip }, () => {
  folder.file("part.conf", "$PRIO=300\n");
  const path = folder.file("main.conf", `include part.conf\n${cleanFile.replace("priority 100", "priority $PRIO")}`);
  const { stdout } = checkOffline(path);
  assert.match(
    stdout,
    /main\.conf:6:14: .*\n {2}priority \$PRIO\n.*\n {2}= \$PRIO is defined at .*part\.conf:1:\d+ as 300\n/u,
  );
  type Report = { readonly findings: readonly { readonly trail: readonly unknown[] }[] };
  const { findings }: Report = JSON.parse(checkOffline("--json", path).stdout);
  const [step] = findings[0]?.trail ?? [];
  assert.match(JSON.stringify(step), /^\{"kind":"parameter","name":"PRIO","file":".*part\.conf","span":/u);
});

void test("Lines for one machine only: --config-id says which", { skip }, () => {
  const path = folder.file("config-id.conf", `@node1 priorty 1\n@node2 preemtp 1\n${cleanFile}`);
  assert.match(checkOffline("--config-id", "node1", path).stdout, /config-id\.conf:1:8: .*'priorty'/u);
  assert.match(checkOffline("-i", "node2", path).stdout, /config-id\.conf:2:8: .*'preemtp'/u);
  assert.equal(checkOffline("-i", "node3", path).status, 0);
});

void test("Several files are held against each other", { skip }, () => {
  const [first, second] = ["node1.conf", "node2.conf"].map((name) =>
    fileURLToPath(new URL(`../../examples/nginx-pair/${name}`, import.meta.url)),
  );
  const { stdout } = checkOffline(first ?? "", second ?? "");
  assert.match(stdout, /weight 2 of chk_http_port never moves/u);
  assert.match(stdout, /\n\nVI_1 .*node1 \(102\) \/ node2 \(92\)\n {2}chk_http_port fails on node1 → nobody moves/u);
  assert.match(stdout, /^2 files: /mu);
});

void test("A password is never shown", { skip }, () => {
  const path = folder.file("password.conf", mistakes.longPassword.text);
  for (const format of [[], ["--json"], ["--sarif"]]) {
    assert.doesNotMatch(checkOffline(...format, path).stdout, /12345678/u);
  }
});

void test("A file that is missing: status 2, and the others are checked all the same", { skip }, () => {
  const missing = folder.file("missing.conf");
  const typo = folder.file("other.conf", mistakes.unknownKeyword.text);
  const { status, stdout } = checkOffline(typo, missing);
  assert.equal(status, 2);
  assert.match(stdout, /other\.conf:5:5: /u);
  assert.match(stdout, /error: .*missing\.conf.*create the file/u);
  const json: { readonly unreadable: readonly { readonly file: string }[] } = JSON.parse(
    checkOffline("--json", missing).stdout,
  );
  assert.deepEqual(
    json.unreadable.map(({ file }) => file),
    [missing],
  );
});

for (const words of [[], ["--bogus", "a.conf"], ["--json", "--sarif", "a.conf"], ["--here", "b.conf", "a.conf"]]) {
  void test(`A command line that makes no sense ends with 2: check ${words.join(" ")}`, () => {
    const { status, stdout, stderr } = run([holdfastCommand, "check", ...words]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /error: /u);
  });
}

void test("--help tells the exit statuses", () => {
  const { status, stdout } = run([holdfastCommand, "check", "--help"]);
  assert.equal(status, 0);
  assert.match(stdout, /Exit status: 0 /u);
});

void test("Whoever reads may stop reading", () => {
  const path = folder.file("many.conf", "typo\n".repeat(1000));
  const { status, stderr } = run([
    "sh",
    "-c",
    `"$0" check --offline "$1" | head -n 1 >/dev/null`,
    holdfastCommand,
    path,
  ]);
  assert.deepEqual([status, stderr], [0, ""]);
});

void test("A report that cannot be written is no report", () => {
  const path = folder.file("unwritten.conf", cleanFile);
  const { status, stderr } = run(["sh", "-c", `"$0" check --offline "$1" >/dev/full`, holdfastCommand, path]);
  assert.equal(status, 2);
  assert.match(stderr, /^holdfast: the report could not be written: ENOSPC/u);
});

void test("Bytes that are no text end in findings", { skip }, () => {
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_value, index) => (index * 151) % 256));
  const path = folder.file("bytes.conf", bytes.toString("latin1"));
  const { status, stdout } = checkOffline(path);
  assert.equal(status, 1);
  assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
});
