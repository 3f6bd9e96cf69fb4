/**
 * Runs everything that this machine can run: `node scripts/test.mjs [PART...]`, where a part is one of those below.
 * Ends with a summary, the parts and tests that were skipped by name and reason, and the totals in the words of
 * Node's own test runner. The exit status is 1 when anything failed.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiled, compiledVariable, compileTests } from "./compile-tests.mjs";
import { prepare } from "./prepare.mjs";
import { countsVariable, seconds } from "./test-reporter.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const began = performance.now();
const scratch = mkdtempSync(join(tmpdir(), "holdfast-test-"));

/** Labs whose results are times: nothing else may run beside them. */
const measuring = [
  "chaos",
  "checkers",
  "failover-time",
  "handover",
  "hitless",
  "hostile",
  "lvs-storm",
  "parsing",
  "scale",
  "take-over",
  "transition",
];

/** Labs of many networks at once: beside more of their kind the machine would be too busy for the timers of any. */
const crowded = ["configuration", "deployments", "interoperability"];

/** An emulated machine, which takes more than one processor for itself: not beside labs, which wait for timers. */
const emulated = ["guest"];

/**
 * In this order; the parts of one group run side by side. `limit` is in minutes, `concurrency` how many files run at
 * the same time. Labs wait for the timers of the protocol most of the time, and so share the processors well.
 */
const groups = [
  [
    { name: "types", tool: ["tsc", "-p", "tsconfig.json"], limit: 3 },
    { name: "pure types", tool: ["tsc", "-p", "tsconfig.pure.json"], limit: 3 },
    { name: "lint", tool: ["oxlint", "--type-aware"], limit: 3 },
    { name: "format", tool: ["oxfmt", "--check"], limit: 3 },
  ],
  [{ name: "unit", folder: "src", concurrency: 2, limit: 5 }],
  [{ name: "suites", folder: "test", concurrency: 2, limit: 5 }],
  [{ name: "labs", folder: "labs", without: [...measuring, ...crowded, ...emulated], concurrency: 3, limit: 10 }],
  [
    { name: "large labs", folder: "labs", only: ["configuration", "deployments"], concurrency: 1, limit: 10 },
    { name: "interoperability", folder: "labs", only: ["interoperability"], concurrency: 1, limit: 10 },
  ],
  [{ name: "measurements", folder: "labs", only: measuring, concurrency: 1, limit: 10 }],
];

/**
 * Beside all of them from the unit tests to before the measurements, with what they leave of the processors: labs wait most
 * of their time, and what runs in an emulated machine is in no hurry.
 */
const background = {
  name: "guest",
  folder: "labs",
  only: emulated,
  without: ["guest/director.test.ts"],
  concurrency: 1,
  limit: 9,
  niceness: 19,
};
const [before, until] = ["unit", "measurements"];

/**
 * Only when it is named: one and a half minutes of an emulated processor that nobody else uses do not fit into the ten
 * minutes of all the rest.
 */
const onDemand = { name: "story", folder: "labs", only: ["guest/director.test.ts"], concurrency: 1, limit: 9 };

const known = [...groups.flat(), background, onDemand].map(({ name }) => name);
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(1);
}

process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
await prepare("test");
const compiledFolder = await compileTests();
const results = [];
const isChosen = ({ name }) => chosen.length === 0 || chosen.includes(name);
let behind;
for (const group of groups) {
  if (group.some(({ name }) => name === before) && isChosen(background)) behind = runTests(background);
  if (group.some(({ name }) => name === until) && behind !== undefined) results.push(await behind);
  const parts = group.filter(isChosen);
  results.push(...(await Promise.all(parts.map((part) => (part.tool === undefined ? runTests(part) : runTool(part))))));
}
if (chosen.includes(onDemand.name)) results.push(await runTests(onDemand));
summarise();

/** A tool's output is shown whole and only when it complains, so that those side by side do not mix. */
async function runTool({ name, tool: [program, ...toolArguments], limit }) {
  const started = performance.now();
  const { status, output } = await run(join(root, "node_modules", ".bin", program), toolArguments, { limit });
  const duration = performance.now() - started;
  console.log(`${status === 0 ? "✔" : "✖"} ${name} (${seconds(duration)})`);
  if (status !== 0) console.log(output);
  return { name, duration, ok: status === 0, passed: Number(status === 0), failed: Number(status !== 0), skipped: [] };
}

/** `place` is a file or a folder. */
function isIn(file, place) {
  return file === place || file.startsWith(`${place}/`);
}

async function runTests({ name, folder, only, without = [], concurrency, limit, niceness = 0 }) {
  const belongs = (file) =>
    (only?.some((place) => isIn(file, place)) ?? true) && !without.some((place) => isIn(file, place));
  const files = testFiles(join(root, folder), belongs);
  if (files.length === 0) return { name, duration: 0, ok: true, passed: 0, failed: 0, skipped: [`${name}: no files`] };
  console.log(`\n${name}: ${files.length} files`);
  const started = performance.now();
  const countsFile = join(scratch, `${name}.json`);
  const options = ["--enable-source-maps", "--test", `--test-concurrency=${concurrency}`];
  const reporter = `--test-reporter=${join(root, "scripts", "test-reporter.mjs")}`;
  const words = [`-n${niceness}`, process.execPath, ...options, reporter, ...files.map(compiled)];
  const { status } = await run("nice", words, {
    limit,
    show: true,
    environment: { [countsVariable]: countsFile, [compiledVariable]: compiledFolder },
  });
  const counts = readCounts(countsFile);
  const ok = status === 0 && counts !== undefined && counts.failed === 0;
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 1, skipped: [] };
  if (!ok && counts === undefined) console.log(`✖ ${name} did not come to its end within ${limit} minutes`);
  const failures = !ok && failed === 0 ? 1 : failed;
  return { name, duration: performance.now() - started, ok, passed, failed: failures, skipped };
}

function run(program, programArguments, { limit, show = false, environment = {} }) {
  const child = spawn(program, programArguments, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    timeout: limit * 60_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, output }));
    child.on("error", (error) => resolve({ status: null, output: error.message }));
  });
}

/** `belongs` is asked for each file, by its path below the folder. */
function testFiles(folder, belongs) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".test.ts") && belongs(name));
  return names.toSorted().map((name) => join(folder, name));
}

function readCounts(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

function summarise() {
  const skipped = results.flatMap((result) => result.skipped);
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log("\nSummary");
  for (const { name, ok, passed, failed, duration, skipped: left } of results) {
    const counts = `${passed} passed, ${failed} failed, ${left.length} skipped`;
    console.log(`${ok ? "✔" : "✖"} ${name.padEnd(16)} ${counts.padEnd(40)} ${seconds(duration).padStart(8)}`);
  }
  for (const line of skipped) console.log(`﹣ skipped: ${line}`);
  console.log(`\nℹ tests ${total("passed") + total("failed") + skipped.length}`);
  console.log(`ℹ pass ${total("passed")}`);
  console.log(`ℹ fail ${total("failed")}`);
  console.log(`ℹ skipped ${skipped.length}`);
  console.log(`ℹ duration_ms ${Math.round(performance.now() - began)}`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}
