import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, statSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Daemon, running, withDaemon } from "./daemon.ts";
import { Folder, goodFile, mistakes } from "./files.ts";
import { build, holdfast, namespaceObstacle, type Program, reference } from "./programs.ts";

const folder = new Folder();
before(build);
after(() => folder.remove());

const skip = namespaceObstacle();
const onlyRoot = skip === false && process.getuid?.() !== 0 ? "only root can give up permissions" : skip;
const programs = reference === undefined ? [holdfast] : [holdfast, reference];

/** What is left for the next start stays in the folder as well. */
const stateOptions = ["--state-dir", folder.file("state")];

function start(program: Program, file: string, prefix: readonly string[] = []): Daemon {
  const pidFiles = ["-p", folder.file("daemon.pid"), "-r", folder.file("vrrp.pid"), "-c", folder.file("checkers.pid")];
  const own = program === holdfast ? stateOptions : [];
  return new Daemon(program, ["-P", "-f", file, ...pidFiles, ...own], prefix);
}

/** The daemon does not start, or not for long; returns what it said. */
async function refuses(program: Program, status: number, file: string, prefix?: readonly string[]): Promise<string> {
  const daemon = start(program, file, prefix);
  await withDaemon(daemon, async () => assert.equal(await daemon.ended(), status, daemon.output));
  if (program === holdfast) assert.doesNotMatch(daemon.output, /^\s+at /mu, "a stack trace");
  return daemon.output;
}

/** The daemon runs all the same; returns what it said. */
async function keepsRunning(program: Program, file: string): Promise<string> {
  const daemon = start(program, file);
  await withDaemon(daemon, async () => {
    await daemon.line(running);
    assert.equal(await daemon.stop(), 0, daemon.output);
  });
  if (program === holdfast) assert.doesNotMatch(daemon.output, /^\s+at /mu, "a stack trace");
  return daemon.output;
}

void test("A pid file that is none is left alone", { skip }, async () => {
  const fifo = folder.file("pid.fifo");
  execFileSync("mkfifo", [fifo]);
  const daemon = new Daemon(holdfast, ["-P", "-f", folder.file("good.conf", goodFile), "-p", fifo]);
  await withDaemon(daemon, async () => assert.equal(await daemon.ended(), 1, daemon.output));
  assert.match(daemon.output, /pid\.fifo: not a regular file; name another with -p/u);
  assert.ok(statSync(fifo).isFIFO());
});

for (const program of programs) {
  const says = (output: string, pattern: RegExp): void => {
    if (program === holdfast) assert.match(output, pattern);
  };

  void test(`${program.name}: a missing file ends with 6`, { skip }, async () => {
    says(await refuses(program, 6, folder.file("missing.conf")), /missing\.conf.*create the file.*-f/u);
  });

  void test(`${program.name}: an unreadable file ends with 6`, { skip: onlyRoot }, async () => {
    const file = folder.file("closed.conf", goodFile, 0o600);
    const nobody = ["setpriv", "--reuid", "65534", "--clear-groups"];
    says(await refuses(program, 6, file, nobody), /Unable to read.*closed\.conf.*permission.*root/u);
  });

  void test(`${program.name}: a FIFO for a file ends with 6 and is not waited for`, { skip }, async () => {
    const fifo = folder.file("fifo.conf");
    execFileSync("mkfifo", [fifo]);
    says(await refuses(program, 6, fifo), /fifo\.conf.*not a regular file.*-f/u);
    rmSync(fifo);
  });

  void test(`${program.name}: an unknown keyword does not keep it from running`, { skip }, async () => {
    const file = folder.file("unknown.conf", mistakes.unknownKeyword.text);
    says(await keepsRunning(program, file), /unknown\.conf: Line 5\).*prioriti[^]*priority/u);
  });

  void test(`${program.name}: a missing brace does not keep it from running`, { skip }, async () => {
    const file = folder.file("brace.conf", mistakes.missingBrace.text);
    says(await keepsRunning(program, file), /brace\.conf: Line 1\).*missing/u);
  });

  void test(`${program.name}: an instance without VRID ends with 2`, { skip }, async () => {
    const file = folder.file("vrid.conf", mistakes.missingVrid.text);
    says(await refuses(program, 2, file), /vrid\.conf: Line 1\).*VI_1.*virtual router id must be set/u);
  });

  void test(`${program.name}: a keyword without its word ends with 2`, { skip }, async () => {
    const file = folder.file("parameter.conf", mistakes.missingParameter.text);
    says(await refuses(program, 2, file), /parameter\.conf: Line 3\).*missing a parameter/u);
  });

  void test(`${program.name}: an unknown interface ends with 2`, { skip }, async () => {
    const file = folder.file("interface.conf", mistakes.unknownInterface.text);
    says(await refuses(program, 2, file), /interface\.conf: Line 3\).*nosuch[^]*v0/u);
  });

  void test(`${program.name}: missing capabilities end with 4`, { skip: onlyRoot }, async () => {
    const file = folder.file("good.conf", goodFile);
    const less = "-net_admin,-net_raw";
    const prefix = ["setpriv", "--bounding-set", less, "--inh-caps", less];
    says(await refuses(program, 4, file, prefix), /CAP_NET_ADMIN.*AmbientCapabilities/u);
  });

  void test(
    `${program.name}: the pid file of a running daemon ends with 0 and leaves that alone`,
    { skip },
    async () => {
      const file = folder.file("good.conf", goodFile);
      const first = start(program, file);
      await withDaemon(first, async () => {
        await first.line(running);
        says(await refuses(program, 0, file), new RegExp(`already running[^]*daemon\\.pid.*${first.pid}.*-p`, "u"));
        assert.equal(await first.stop(), 0);
        assert.equal(first.lines.filter((line) => running.test(line)).length, 1);
      });
    },
  );

  void test(`${program.name}: a stale pid file is replaced`, { skip }, async () => {
    writeFileSync(folder.file("daemon.pid"), "4194305\n");
    await keepsRunning(program, folder.file("good.conf", goodFile));
  });

  void test(`${program.name}: an empty file leaves it running without work`, { skip }, async () => {
    const daemon = start(program, folder.file("empty.conf", ""));
    await withDaemon(daemon, async () => {
      await daemon.line(/has no configuration to run/u);
      assert.equal(await daemon.stop(), 0);
    });
  });
}

void test("A live process that is no daemon does not keep ours from starting", { skip }, async () => {
  writeFileSync(folder.file("daemon.pid"), `${process.pid}\n`);
  await keepsRunning(holdfast, folder.file("good.conf", goodFile));
});

void test("A pid file that cannot be written ends with 1 and says which", { skip }, async () => {
  const daemon = new Daemon(holdfast, [
    "-f",
    folder.file("good.conf", goodFile),
    "-p",
    folder.file("missing/daemon.pid"),
  ]);
  await withDaemon(daemon, async () => assert.equal(await daemon.ended(), 1));
  assert.match(daemon.output, /missing\/daemon\.pid: ENOENT.*-p/u);
});
