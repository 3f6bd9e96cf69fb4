import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { keywordNames } from "../../src/config/schema/index.ts";
import { scopeNames } from "../../src/config/schema/keyword.ts";
import { referenceDaemon } from "../../src/lab/index.ts";
import { holdfast, reasonToSkip } from "../programs.ts";
import { askHoldfast, askReference, outcomeOf, type Answer, type Answers } from "./answers.ts";
import { allCases, rowNames } from "./corpus/index.ts";
import { differenceFor, differences, isMatch } from "./differences.ts";
import { casesFolder, openWorld, type PlacedCase, type World } from "./world.ts";

// C Keepalived -t and Holdfast -t over a corpus: each file is accepted by both or by none, unless differences.ts says
// why not. Prints how often two rejections have different exit statuses.

/** What the corpus was written for. */
const referenceVersion = "v2.2.7";

/** So many files also go through the whole program. */
const wholeRuns = 12;

/**
 * C Keepalived reads each file in a process of its own, which takes long: of those without a listed difference every
 * fifth is tried; CORPUS=all tries them all.
 */
const share = process.env["CORPUS"] === "all" ? 1 : 5;

/** Of what a program said, when it is not what is expected. */
const shownLines = 8;

/** Keywords that the differential test leaves out, by block: none but those of the language itself. */
const leftOut: ReadonlySet<string> = new Set(["include", "includer", "includem", "includew", "includeb", "includea"]);

test("the tables have a row for every keyword of every block", () => {
  for (const scope of scopeNames) {
    const rows = rowNames(scope);
    const missing = keywordNames(scope).filter((name) => !rows.has(name) && !leftOut.has(name));
    assert.deepEqual(missing, [], scope);
  }
});

describe("every file of the corpus", { skip: await obstacle() }, () => {
  let world: World;
  let theirs: Answers;
  let ours: Answers;

  before(async () => {
    execFileSync(process.execPath, [fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))]);
    world = await openWorld(
      allCases().filter((each, index) => index % share === 0 || differenceFor(each) !== undefined),
    );
    [theirs, ours] = await Promise.all([askReference(world), askHoldfast(world)]);
  });
  after(async () => world.close());

  test("the reference does what the tables say", () => {
    const wrong = world.cases.filter(({ file, expected }) => outcomeOf(answer(theirs, file)) !== expected);
    assertNone(wrong);
  });

  test("a keyword that is said to be newer is unknown to the reference", () => {
    const known = world.cases.filter(({ file, newer }) => newer && !/Unknown/u.test(answer(theirs, file).messages));
    assertNone(known);
  });

  test("Holdfast accepts what the reference accepts, or the difference is listed", (context) => {
    const unlisted = world.cases.filter((each) => differs(each) && differenceFor(each) === undefined);
    context.diagnostic(`${world.cases.length} files, ${world.cases.filter(differs).length} listed differences`);
    assertNone(unlisted);
  });

  test("every listed difference is one", () => {
    const obsolete = world.cases.filter((each) => {
      const difference = differenceFor(each);
      return difference !== undefined && !(differs(each) && outcomeOf(answer(ours, each.file)) === difference.holdfast);
    });
    assertNone(obsolete);
    const empty = differences.flatMap(({ cases }) =>
      cases.filter((pattern) => !world.cases.some(({ name }) => isMatch(pattern, name))),
    );
    assert.deepEqual(empty, []);
  });

  test("no file makes Holdfast throw", () => {
    const thrown = world.cases.filter(({ file }) => outcomeOf(answer(ours, file)) === "fails");
    assertNone(thrown);
  });

  test("the exit statuses of what both reject", (context) => {
    const counts = new Map<string, number>();
    for (const { file } of world.cases) {
      const [reference, own] = [answer(theirs, file), answer(ours, file)];
      if (outcomeOf(reference) !== "rejected" || outcomeOf(own) !== "rejected") continue;
      const pair = `${reference.status} and ${own.status}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    const list = [...counts].toSorted(([, a], [, b]) => b - a).map(([pair, count]) => `${pair}: ${count}`);
    context.diagnostic(`exit statuses, the reference's and ours: ${list.join(", ")}`);
  });

  test("the whole program says what the checks in one process say", async () => {
    const step = Math.floor(world.cases.length / wholeRuns);
    const chosen = world.cases.filter(({ options }, index) => index % step === 0 && options === undefined);
    for (const { file } of chosen) {
      const command = [...holdfast.daemon, "-t", "-f", file].join(" ");
      const script = `cd ${casesFolder}; ${command} 2>whole; echo $?; cat whole`;
      const [status, ...messages] = (await world.node.run(["sh", "-c", script])).split("\n");
      const { status: expected, messages: text } = answer(ours, file);
      assert.deepEqual([status, messages.join("\n")], [String(expected), text], file);
    }
  });

  function differs(each: PlacedCase): boolean {
    return each.expected !== "fails" && outcomeOf(answer(ours, each.file)) !== each.expected;
  }

  /** An assertion about the list itself would show only the beginning of it. */
  function assertNone(wrong: readonly PlacedCase[]): void {
    assert.ok(wrong.length === 0, `${wrong.length} files:\n${wrong.map(describeCase).join("\n")}`);
  }

  function describeCase({ name, file }: PlacedCase): string {
    const [reference, own] = [answer(theirs, file), answer(ours, file)];
    const said = [
      `the reference, ${reference.status}: ${reference.messages}`,
      `Holdfast, ${own.status}: ${own.messages}`,
    ];
    return [`${name}:`, ...said.flatMap((text) => text.trim().split("\n").slice(0, shownLines))].join("\n  ");
  }
});

function answer(answers: Answers, file: string): Answer {
  return answers.get(file) ?? { status: 255, messages: "no answer" };
}

async function obstacle(): Promise<string | false> {
  const reason = await reasonToSkip();
  if (reason !== false) return reason;
  const { stderr } = spawnSync(referenceDaemon[0], ["--version"], { encoding: "utf8" });
  const [, version = "unknown"] = /^Keepalived (\S+)/u.exec(stderr) ?? [];
  return version === referenceVersion ? false : `the corpus is for Keepalived ${referenceVersion}, here is ${version}`;
}
