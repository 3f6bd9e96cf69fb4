import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { before, describe, test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

import { toMilliseconds } from "../../src/base/time.ts";
import { steps } from "../../src/cli/demo/steps.ts";
import { labObstacle, Program, usualPatience } from "../../src/lab/index.ts";
import { artefacts, browserObstacle, openBrowser, Visitor } from "../browser/browser.ts";
import { signalProcess } from "../../src/lab/process-tree.ts";

// The demo as people run it, from the bundle: what it shows, its exit status, and that it leaves nothing.

const root = fileURLToPath(new URL("../..", import.meta.url));
const demo = [process.execPath, join(root, "bin", "holdfast"), "demo"];
const asNobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] as const;

/** Its processes are known by this variable of their environments, whatever namespaces they are in. */
const mark = "HOLDFAST_DEMO_TEST";

/** A run in a temporary directory of its own, whose name is its mark. */
class Run {
  readonly program: Program;
  readonly #directory: string;

  constructor(context: TestContext, command: readonly string[]) {
    this.#directory = mkdtempSync(join(tmpdir(), "holdfast-demo-test-"));
    chmodSync(this.#directory, 0o777);
    this.program = new Program(["env", `TMPDIR=${this.#directory}`, `${mark}=${this.#mark}`, ...command]);
    context.after(async () => {
      for (const pid of this.#survivors()) signalProcess(pid, "SIGKILL");
      await this.program.ended;
      rmSync(this.#directory, { recursive: true, force: true });
    });
  }

  get text(): string {
    return this.program.lines.map((line) => line.text).join("\n");
  }

  async awaitMaster(): Promise<void> {
    await this.program.awaitLine(/VI_1 is MASTER now/u);
  }

  /** Where it says that the page is, once node2, which shows it, has it. */
  async page(): Promise<string> {
    const { text } = await this.program.awaitLine(/The page of both nodes, live: /u);
    await this.program.awaitLine(/node2 +its page is there/u);
    return text.split(" ").at(-1) ?? "";
  }

  /** Waits until a node is master, then interrupts the demo. */
  async interruptWhenUp(): Promise<void> {
    await this.awaitMaster();
    assert.ok(this.#survivors().length > 10, "the processes of two nodes and a client");
    this.interrupt();
  }

  interrupt(): void {
    assert.ok(this.program.pid !== undefined);
    signalProcess(this.program.pid, "SIGINT");
  }

  /** Nothing is left in its directory, and none of its processes; the kernel may still be busy with the last ones. */
  async assertGone(): Promise<void> {
    const deadline = performance.now() + toMilliseconds(usualPatience);
    while (this.#survivors().length > 0 && performance.now() < deadline) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    assert.deepEqual(this.#survivors(), []);
    assert.deepEqual(readdirSync(this.#directory), []);
  }

  get #mark(): string {
    return basename(this.#directory);
  }

  #survivors(): readonly number[] {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/u.test(name));
    return pids.filter((pid) => environment(pid).includes(`${mark}=${this.#mark}\0`)).map(Number);
  }
}

void describe("the demo", { skip: labObstacle() ?? false }, () => {
  before(() => {
    const build = spawnSync(process.execPath, [join(root, "scripts", "build.mjs")], { encoding: "utf8" });
    assert.equal(build.status, 0, build.stderr);
  });

  void test("--once tells the whole story and ends with its verdict", async (context) => {
    const run = new Run(context, [...demo, "--once"]);
    const ended = await run.program.ended;
    const table = /^event +address[^]*?\n\n/mu.exec(run.text)?.[0].trimEnd().split("\n").slice(2) ?? [];
    assert.deepEqual(
      table
        .filter((_, index) => index % 2 === 0)
        .map((line) => steps.find(({ event }) => line.startsWith(event))?.event),
      steps.map(({ event }) => event),
    );
    assert.equal(table.length, steps.length * 2);
    // A machine that stands still for a fifth of a second makes one late.
    const late = table.filter((line) => line.endsWith("late"));
    assert.ok(late.length <= 1, run.text);
    for (const line of table) assert.match(line, /(?:within|late)$/u);
    assert.deepEqual(ended, { status: late.length, signal: undefined }, run.text);
    assert.match(run.text, /VI_1 because: no advert from 192\.168\.3\.1 for [34]\.\d/u);
    assert.match(run.text, /notify\.sh master/u);
    assert.match(run.text, /192\.168\.3\.222 is on node1, where it belongs/u);
    assert.match(run.text, /192\.168\.3\.111 is on node2, where it belongs/u);
    assert.ok(!run.text.includes("\u001B"), "colours without a terminal");
    for (const { text } of run.program.lines) assert.ok(text.length <= 100, `too wide: ${text}`);
    await run.assertGone();
  });

  void test("its page shows the fail-over", { skip: browserObstacle() }, async (context) => {
    const run = new Run(context, demo);
    await watchPage(context, run);
    run.interrupt();
    assert.deepEqual(await run.program.ended, { status: 130, signal: undefined }, run.text);
    await run.assertGone();
  });

  void test("Ctrl-C ends it at once with status 130", async (context) => {
    const run = new Run(context, demo);
    await run.interruptWhenUp();
    assert.deepEqual(await run.program.ended, { status: 130, signal: undefined }, run.text);
    await run.assertGone();
  });

  void test("Ctrl-C while it is being built leaves nothing either", async (context) => {
    const run = new Run(context, demo);
    await run.program.awaitLine(/is a client that asks/u);
    run.interrupt();
    assert.deepEqual(await run.program.ended, { status: 130, signal: undefined }, run.text);
    await run.assertGone();
  });

  void test("an unprivileged user sees it as well", { skip: unprivilegedObstacle() }, async (context) => {
    const run = new Run(context, [...asNobody, ...demo]);
    const answer = await fetch(`${await run.page()}/api/v1/status`);
    assert.match(await answer.text(), /"node":"node2"/u, "of node2");
    await run.interruptWhenUp();
    assert.deepEqual(await run.program.ended, { status: 130, signal: undefined }, run.text);
    await run.assertGone();
  });

  void test("without namespaces it says so in a sentence", async (context) => {
    // A user whom no id is mapped to may not make further user namespaces.
    const run = new Run(context, ["unshare", "--user", ...demo, "--once"]);
    assert.deepEqual(await run.program.ended, { status: 1, signal: undefined }, run.text);
    assert.match(run.text, /^The demo needs network namespaces and cannot have them here: .+$/u);
    await run.assertGone();
  });
});

/** Waits until the page of the demo tells that node1 has lost its power, or was stopped, if the browser is slow. */
async function watchPage(context: TestContext, run: Run): Promise<void> {
  const browser = await openBrowser();
  const close = async (): Promise<void> => browser.close();
  context.after(close);
  const { page } = await Visitor.open(browser, await run.page());
  await page
    .getByText(/(?:fail|hand)-over of VI_1 from node1 to node2/u)
    .first()
    .waitFor();
  await page.screenshot({ path: join(artefacts, "demo.png") });
  // It paints all the time.
  await close();
}

/** Why nobody, the user, cannot run the demo on this machine; false when it can. */
function unprivilegedObstacle(): string | false {
  const [file, ...words] = asNobody;
  const own = ["unshare", "--user", "--map-root-user", "--net", "--mount"];
  const trial = spawnSync(file, [...words, ...own, "test", "-r", join(root, "bin", "holdfast")], { encoding: "utf8" });
  if (trial.status === 0) return false;
  return `an unprivileged user cannot make namespaces or read ${root}: ${trial.error?.message ?? trial.stderr.trim()}`;
}

/** Of a process, with a zero byte behind each variable; empty when it has ended. */
function environment(pid: string): string {
  try {
    return readFileSync(join("/proc", pid, "environ"), "latin1");
  } catch {
    return "";
  }
}
