import assert from "node:assert/strict";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Folder, goodFile } from "./files.ts";
import { build, holdfastCommand } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));
const pair = ["node1", "node2"].map((name) => `${examples}unicast-pair/${name}.conf`);

function rehearse(...words: readonly string[]): SpawnSyncReturns<string> {
  const result = spawnSync(holdfastCommand, ["rehearse", ...words], { encoding: "utf8" });
  assert.doesNotMatch(result.stdout + result.stderr, /^\s+at .*:\d+:\d+/mu, "a stack trace");
  return result;
}

void test("files without warnings end with status 0, the others with 1", () => {
  const good = rehearse(...pair);
  assert.equal(good.status, 0, good.stderr);
  assert.match(good.stdout, /node1 dies\n {4}172\.20\.27\.100 node1 -> node2, nobody for up to 3\.668 s/u);
  const nginx = ["node1", "node2"].map((name) => `${examples}nginx-pair/${name}.conf`);
  const { status, stdout } = rehearse(...nginx);
  assert.equal(status, 1);
  assert.match(stdout, /warning: script chk_http_port fails on node1, and nothing moves/u);
});

void test("JSON has the same for programs", () => {
  const { status, stdout } = rehearse("--json", "--depth", "2", ...pair);
  assert.equal(status, 0);
  const document: unknown = JSON.parse(stdout);
  assert.ok(typeof document === "object" && document !== null && "interruptions" in document && "pairs" in document);
});

void test("JSON of load balancers has their virtual and real servers", () => {
  const director = `${examples}lvs-director/director.conf`;
  const { status, stdout } = rehearse("--json", `node1=${director}`, `node2=${director}`);
  assert.equal(status, 1, "one of the virtual servers has a single real server");
  const document: unknown = JSON.parse(stdout);
  assert.ok(typeof document === "object" && document !== null && "virtualServers" in document);
  assert.ok("realServers" in document && Array.isArray(document.realServers));
  assert.equal(document.realServers.length, 5);
});

void test("a file of one node can be that of several, by names of their own", () => {
  const file = folder.file("both.conf", goodFile);
  const { status, stdout } = rehearse(`left=${file}`, `right=${file}`);
  assert.equal(status, 0);
  assert.match(stdout, /left, right: 192\.0\.2\.10 left/u);
});

void test("a wrong file ends in the findings of the checker, with their place", () => {
  const wrong = folder.file("wrong.conf", goodFile.replace("interface v0", "").replace("virtual_router_id 51", ""));
  const { status, stdout, stderr } = rehearse(wrong, ...pair);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /wrong\.conf:1:\d+: error: /u);
  const missing = rehearse(folder.file("missing.conf"), ...pair);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /missing\.conf/u);
});

void test("a page with all of it stands in one file, beside what is printed", () => {
  const page = folder.file("page.html");
  const { status, stdout } = rehearse("--html", page, ...pair);
  assert.equal(status, 0);
  assert.match(stdout, /^Findings$/mu);
  const html = readFileSync(page, "utf8");
  assert.match(html, /"text":"node1 dies"/u);
  assert.doesNotMatch(html, /(?:src|href)="(?!data:)/u);
  assert.equal(rehearse("--seed", "7", "--html", page, ...pair).status, 0);
  assert.match(readFileSync(page, "utf8"), /"kind":"story","text":"seed 7"/u);
  const lost = rehearse("--html", folder.file("no/such/folder.html"), ...pair);
  assert.deepEqual([lost.status, lost.stdout], [2, ""]);
  assert.match(lost.stderr, /^holdfast: \S+folder\.html cannot be written: ENOENT\n$/u);
});

void test("what the command line says wrong is status 2", () => {
  for (const words of [
    [],
    ["--depth", "3", ...pair],
    ["--segment", "a=nod1:eth0", ...pair],
    ["--junit", "x", ...pair],
    ["--seeds", "0", ...pair],
    ["--seeds", "many", ...pair],
    ["--seed", "4294967296", ...pair],
    ["--seed", "1", "--story", "x", ...pair],
  ]) {
    assert.equal(rehearse(...words).status, 2, words.join(" "));
  }
});

void test("stories: 0 when they end as expected, 1 when not, 2 with a mistake in them; JUnit beside it", () => {
  const story = (name: string, text: string): string => folder.file(name, text);
  const good = story("good.txt", "at 10s kill node1\nexpect 172.20.27.100 on node2 within 4s\n");
  const bad = story("bad.txt", "at 10s kill node1\nexpect 172.20.27.100 on node2 within 1s\n");
  const wrong = story("wrong.txt", "at 10s kil node1\n");
  const junit = folder.file("junit.xml");
  assert.equal(rehearse("--story", good, ...pair).status, 0);
  const failed = rehearse("--story", good, "--story", bad, "--junit", junit, ...pair);
  assert.equal(failed.status, 1);
  assert.match(
    failed.stdout,
    /NOT MET {2}\S*bad\.txt:2: expect 172\.20\.27\.100 on node2 within 1s \(nobody has it then\)/u,
  );
  assert.match(readFileSync(junit, "utf8"), /failures="0"[^]*failures="1"/u);
  const mistaken = rehearse("--story", wrong, ...pair);
  assert.equal(mistaken.status, 2);
  assert.match(mistaken.stderr, /wrong\.txt:1:8: error: unknown word kil\n/u);
  assert.match(mistaken.stderr, /= did you mean kill\?/u);
});

void test("with --to a story says when a node reloads to its file there", () => {
  const [first = ""] = pair;
  const changed = readFileSync(first, "utf8").replace("priority 100", "priority 50");
  folder.file(`changed/${basename(first)}`, changed);
  for (const file of pair.slice(1)) folder.file(`changed/${basename(file)}`, readFileSync(file, "utf8"));
  const story = folder.file("reload.txt", "at 10s reload node1\nexpect 172.20.27.100 on node2 within 5s\n");
  const { status, stdout } = rehearse("--to", folder.file("changed"), "--story", story, ...pair);
  assert.equal(status, 0, stdout);
});

void test("the commands of the recipe for pipelines do what the page says", () => {
  const page = readFileSync(new URL("../../docs/rehearse.md", import.meta.url), "utf8");
  const commands = page.split("\n").flatMap((line) => /^ {4}- (holdfast .*)$/u.exec(line)?.[1] ?? []);
  assert.equal(commands.length, 3, "check, rehearse, and the stories");
  const work = folder.file("recipe");
  mkdirSync(`${work}/nodes`, { recursive: true });
  mkdirSync(`${work}/stories`);
  for (const file of pair) copyFileSync(file, `${work}/nodes/${basename(file)}`);
  copyFileSync(`${examples}unicast-pair/story.txt`, `${work}/stories/night.txt`);
  writeFileSync(`${work}/stories/stop.txt`, "at 10s stop node1\nexpect 172.20.27.100 on node2 within 1s\n");
  const path = `${dirname(holdfastCommand)}:${process.env["PATH"] ?? ""}`;
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-ec", command], {
      encoding: "utf8",
      cwd: work,
      env: { ...process.env, PATH: path },
    });
    assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
  }
  assert.match(readFileSync(`${work}/rehearsal.xml`, "utf8"), /night\.txt[^]*stop\.txt/u);
});

void test("seeds: 0 when every story keeps what is promised; a file that is wrong gives the shortest story, which --story plays", () => {
  const good = rehearse("--seeds", "20", ...pair);
  assert.deepEqual([good.status, good.stdout], [0, "20 seeds from 1: every story kept what the protocol promises\n"]);
  const [first = "", second = ""] = pair;
  const text = readFileSync(second, "utf8");
  const other = folder.file("node2.conf", text.replace(/virtual_router_id \d+/u, "virtual_router_id 99"));
  const junit = folder.file("seeds.xml");
  const found = rehearse("--seeds", "20", "--junit", junit, first, other);
  assert.equal(found.status, 1);
  assert.match(found.stdout, /\n {2}expect never two owners of 172\.20\.27\.100 longer than [\d.]+s from 0s\n/u);
  assert.match(readFileSync(junit, "utf8"), /tests="1" failures="1"[^]*expect never two owners/u);
  const { status, stdout } = rehearse("--seeds", "20", "--json", first, other);
  assert.equal(status, 1);
  const story = folder.file("shortest.txt", shortestIn(JSON.parse(stdout)));
  assert.equal(rehearse("--story", story, first, other).status, 1);
  assert.equal(rehearse("--story", story, ...pair).status, 0);
});

void test("a seed is played again: its story, what came of it, and all that happened", () => {
  const [one, again] = [1, 2].map(() => rehearse("--seed", "17", ...pair));
  assert.equal(one?.status, 0);
  assert.match(one?.stdout ?? "", /^Seed 17:\n[^]* {2}what happened:\n/u);
  assert.equal(again?.stdout, one?.stdout);
});

function shortestIn(document: unknown): string {
  assert.ok(typeof document === "object" && document !== null && "shortest" in document);
  const { shortest } = document;
  assert.ok(typeof shortest === "object" && shortest !== null && "text" in shortest);
  assert.ok(typeof shortest.text === "string");
  return shortest.text;
}
