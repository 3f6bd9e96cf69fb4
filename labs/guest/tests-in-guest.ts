import { fileURLToPath } from "node:url";
import type { TestContext } from "node:test";

import { bundle } from "./bundle.ts";
import { type GuestOptions, runInGuest } from "./guest.ts";

/** A test that has ended in the guest, as reporter.mjs tells of it, or what one had to say. */
type OuterTest =
  | {
      readonly name: string;
      /** Why it has failed, with the stack; undefined: it has not. */
      readonly failure?: string;
      readonly skip?: string | boolean;
      readonly milliseconds: number;
    }
  | { readonly note: string };

const mark = "@guest-test ";
/** Milliseconds; what takes longer in the guest is told. */
const noticeable = 3000;
const reporter = fileURLToPath(new URL("reporter.mjs", import.meta.url));

/**
 * Runs files of tests in one guest, one after the other in one process. Each of their tests becomes one of `context`.
 * Rejects with GuestError when the guest has not come to its end.
 */
export async function testInGuest(
  context: TestContext,
  files: readonly URL[],
  options: GuestOptions = {},
): Promise<void> {
  const compiled = await bundle(files);
  const tests: OuterTest[] = [];
  let unread = "";
  try {
    const command = ["--enable-source-maps", `--test-reporter=${reporter}`, "--test-reporter-destination=stdout"];
    const { status } = await runInGuest([process.execPath, ...command, compiled.path], {
      ...options,
      environment: { ...options.environment, ...compiled.environment },
      onOutput: (text, stream) => {
        options.onOutput?.(text, stream);
        if (stream === "stderr") {
          process.stderr.write(text);
          return;
        }
        const lines = (unread + text).split("\n");
        unread = lines.pop() ?? "";
        for (const line of lines) {
          if (line.startsWith(mark)) tests.push(parse(line.slice(mark.length)));
          else if (line !== "") console.log(line);
        }
      },
    });
    const hasFailed = tests.some((each) => "failure" in each);
    if ((status !== 0 && !hasFailed) || !tests.some((each) => "name" in each)) {
      const failure = `ended with status ${status} after ${tests.length} tests`;
      tests.push({ name: "the tests in the guest", failure, milliseconds: 0 });
    }
  } finally {
    compiled.remove();
    for (const each of tests) await show(context, each);
  }
}

async function show(context: TestContext, each: OuterTest): Promise<void> {
  if ("note" in each) return context.diagnostic(each.note);
  if (each.milliseconds > noticeable) context.diagnostic(`${each.name}: ${(each.milliseconds / 1000).toFixed(1)} s`);
  await context.test(each.name, { skip: each.skip ?? false }, () => {
    if (each.failure !== undefined) throw new InsideFailure(each.failure);
  });
}

/** A failure in the guest: its stack is that of the guest. */
class InsideFailure extends Error {
  constructor(failure: string) {
    super(failure.split("\n")[0]);
    this.stack = failure;
  }
}

function parse(line: string): OuterTest {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the reporter of the same version
  return JSON.parse(line) as OuterTest;
}
