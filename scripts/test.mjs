/**
 * Runs everything that this machine can run: `node scripts/test.mjs [PART...]`, where a part is one of those below.
 * Ends with a summary, the parts and tests that were skipped by name and reason, and the totals in the words of
 * Node's own test runner. The exit status is 1 when anything failed.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compiled, compiledVariable, compileTests } from "./compile-tests.mjs";
import { prepare } from "./prepare.mjs";
import { countsVariable, seconds } from "./test-reporter.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const began = performance.now();
const scratch = mkdtempSync(join(tmpdir(), "holdfast-test-"));

/** Labs that count what is lost. */
const patient = ["chaos", "handover", "hitless/aftermath.test.ts"];

/** Labs whose results are times: nothing else may run beside them. */
const timed = [
  "failover-time",
  "hitless/hitless.test.ts",
  "hitless/start.test.ts",
  "checkers",
  "hostile",
  "http-flood",
  "lvs-storm",
  "parsing",
  "scale",
  "take-over",
  "transition",
];

const measuring = [...patient, ...timed];

/** Labs of many networks at once: beside more of their kind the machine would be too busy for the timers of any. */
const crowded = ["deployments", "interoperability"];

/** Labs with a browser, which paints without the help of a graphics card and is looked at for how fast it does. */
const painted = ["browser"];

/** An emulated machine, which takes more than one processor for itself: not beside labs, which wait for timers. */
const emulated = ["guest"];

/** Those that take longest, which begin first, so that none of them is alone at the end. */
const long = [
  "demo/demo.test.ts",
  "configuration/differential.test.ts",
  "lvs-director/nftables.test.ts",
  "idle-cost/idle-cost.test.ts",
  "control/maintenance.test.ts",
  "incidents/incidents.test.ts",
  "control/weights.test.ts",
  "rehearse/prove.test.ts",
  "live/status.test.ts",
  "protocol/protocol.test.ts",
  "properties/config.test.ts",
  "properties/rehearse-pairs.test.ts",
  "properties/rehearse-crowds.test.ts",
  "cli/supervision.test.ts",
  "cli/check.test.ts",
  "cli/bad-input.test.ts",
];

/**
 * In this order; the parts of one group run side by side. `limit` is in minutes, `concurrency` how many files run at
 * the same time, and with `processes` the files share so many, since starting one takes longer than most of them. Labs
 * wait for the timers of the protocol most of the time, and so share the processors well.
 */
const groups = [
  [
    { name: "types", tool: ["tsc", "-p", "tsconfig.json"], limit: 3 },
    { name: "pure types", tool: ["tsc", "-p", "tsconfig.pure.json"], limit: 3 },
    { name: "page types", tool: ["tsc", "-p", "src/web/tsconfig.json"], limit: 3 },
    { name: "lint", tool: ["oxlint", "--type-aware"], limit: 3 },
    { name: "format", tool: ["oxfmt", "--check"], limit: 3 },
  ],
  [{ name: "unit", folder: "src", processes: 4, concurrency: 2, limit: 5 }],
  [{ name: "suites", folder: "test", concurrency: 3, limit: 8 }],
  [
    {
      name: "labs",
      folder: "labs",
      without: [...measuring, ...crowded, ...painted, ...emulated],
      concurrency: 3,
      limit: 10,
    },
  ],
  [
    { name: "deployments", folder: "labs", only: ["deployments"], concurrency: 1, limit: 10 },
    { name: "interoperability", folder: "labs", only: ["interoperability"], concurrency: 1, limit: 10 },
  ],
  [{ name: "browser", folder: "labs", only: painted, concurrency: 2, limit: 5 }],
  [{ name: "losses", folder: "labs", only: patient, concurrency: 1, limit: 5 }],
  [{ name: "measurements", folder: "labs", only: timed, concurrency: 1, limit: 10 }],
];

/**
 * Beside the labs that are not measured, with what they leave of the processors: they wait most of their time, and what
 * runs in an emulated machine is in no hurry and makes way at once (sched(7), SCHED_IDLE).
 */
const background = {
  name: "guest",
  folder: "labs",
  only: emulated,
  without: ["guest/director.test.ts"],
  concurrency: 1,
  limit: 13,
};
const idly = ["chrt", "--idle", "0"];
const [before, until] = ["labs", "browser"];

/**
 * Only when it is named: one and a half minutes of an emulated processor that nobody else uses do not fit into the ten
 * minutes of all the rest.
 */
const onDemand = { name: "story", folder: "labs", only: ["guest/director.test.ts"], concurrency: 1, limit: 9 };

/**
 * Seconds that labs wait for what has to come: beside others it may take a while, and what is measured is said
 * elsewhere.
 */
const patience = { HOLDFAST_LAB_PATIENCE: "60" };

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
  if (group.some(({ name }) => name === before) && isChosen(background)) behind = runTests(background, idly);
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
  const ok = status === 0;
  const failures = ok ? [] : [`✖ ${name}\n${output}`];
  return { name, duration, ok, passed: Number(ok), failed: Number(!ok), skipped: [], failures };
}

/** `place` is a file or a folder. */
function isIn(file, place) {
  return file === place || file.startsWith(`${place}/`);
}

/** `manners`: a program that runs another one, and its options. */
async function runTests({ name, folder, only, without = [], processes, concurrency, limit }, manners = []) {
  const belongs = (file) =>
    (only?.some((place) => isIn(file, place)) ?? true) && !without.some((place) => isIn(file, place));
  const files = testFiles(join(root, folder), belongs);
  if (files.length === 0) {
    return { name, duration: 0, ok: true, passed: 0, failed: 0, skipped: [`${name}: no files`], failures: [] };
  }
  console.log(`\n${name}: ${files.length} files`);
  const started = performance.now();
  const countsFile = join(scratch, `${name}.json`);
  const options = ["--enable-source-maps", "--test", `--test-concurrency=${concurrency}`];
  const reporter = `--test-reporter=${join(root, "scripts", "test-reporter.mjs")}`;
  const entries = writeEntries(name, files, processes ?? files.length);
  const [program, ...words] = [...manners, process.execPath, ...options, reporter, ...entries];
  const { status } = await run(program, words, {
    limit,
    show: true,
    environment: { [countsVariable]: countsFile, [compiledVariable]: compiledFolder, ...patience },
  });
  const counts = readCounts(countsFile);
  const ok = status === 0 && counts !== undefined && counts.failed === 0;
  const unfinished = `✖ ${name} did not come to its end within ${limit} minutes`;
  const { passed, failed, skipped, failures } = counts ?? { passed: 0, failed: 1, skipped: [], failures: [unfinished] };
  if (counts === undefined) console.log(unfinished);
  return {
    name,
    duration: performance.now() - started,
    ok,
    passed,
    failed: ok ? 0 : Math.max(failed, 1),
    skipped,
    failures,
  };
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

/** Files that import the tests, for so many processes: the runner takes them in the order of their names. */
function writeEntries(name, files, processes) {
  const place = join(compiledFolder, "entries", name.replaceAll(" ", "-"));
  mkdirSync(place, { recursive: true });
  return Array.from({ length: Math.min(processes, files.length) }, (_, index) => {
    const share = files.filter((__, at) => at % processes === index);
    const path = join(place, `${String(index).padStart(3, "0")}.js`);
    writeFileSync(path, share.map((file) => `import ${JSON.stringify(compiled(file))};\n`).join(""));
    return path;
  });
}

/** Its place among those that take long, and behind them. */
function rank(name) {
  return long.includes(name) ? long.indexOf(name) : long.length;
}

/** `belongs` is asked for each file, by its path below the folder; those that take long come first. */
function testFiles(folder, belongs) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".test.ts") && belongs(name));
  return names.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)).map((name) => join(folder, name));
}

function readCounts(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** Its beginning and its end; all of it was printed above. */
function shorten(failure) {
  const lines = failure.split("\n").map((line) => line.slice(0, 300));
  const [head, tail] = [16, 4];
  const left = lines.length - head - tail;
  return (left > 1 ? [...lines.slice(0, head), `    (${left} lines)`, ...lines.slice(-tail)] : lines).join("\n");
}

function summarise() {
  const skipped = results.flatMap((result) => result.skipped);
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  // Once more at the end, where they are looked for, and none so long that it hides another.
  for (const failure of results.flatMap((result) => result.failures)) console.log(`\n${shorten(failure)}`);
  console.log("\nSummary");
  for (const { name, ok, passed, failed, duration, skipped: left } of results) {
    const counts = `${passed} passed, ${failed} failed, ${left.length} skipped`;
    console.log(`${ok ? "✔" : "✖"} ${name.padEnd(24)} ${counts.padEnd(40)} ${seconds(duration).padStart(8)}`);
  }
  for (const line of skipped) console.log(`﹣ skipped: ${line}`);
  console.log(`\nℹ tests ${total("passed") + total("failed") + skipped.length}`);
  console.log(`ℹ pass ${total("passed")}`);
  console.log(`ℹ fail ${total("failed")}`);
  console.log(`ℹ skipped ${skipped.length}`);
  console.log(`ℹ duration_ms ${Math.round(performance.now() - began)}`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}
