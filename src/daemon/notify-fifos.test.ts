import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds, seconds, toSeconds } from "../base/time.ts";
import { FakeClock, FakeNamedPipes, FakeProcessRunner, type Judge } from "../platform/fake/index.ts";
import type { NotifyFifoSpec } from "./notify-fifo.ts";
import { NotifyFifos } from "./notify-fifos.ts";

const path = "/run/fifo";
const spec: NotifyFifoSpec = { title: "notify fifo", path, owner: undefined, reader: undefined };
const reader = { words: ["/bin/reader", path] } as const;
const runsOn: Judge = () => ({ how: { kind: "never" }, after: seconds(0) });

class Bench {
  readonly clock = new FakeClock();
  readonly pipes = new FakeNamedPipes(["/run/file"]);
  readonly processes = new FakeProcessRunner(this.clock, runsOn);
  readonly reports: string[] = [];
  gone = 0;
  readonly fifos = new NotifyFifos(
    { clock: this.clock, openAlarm: this.clock.openAlarm, processes: this.processes, openNamedPipe: this.pipes.open },
    (message) => this.reports.push(message),
    () => (this.gone += 1),
  );
}

test("a line goes to every FIFO", () => {
  const { fifos, pipes } = new Bench();
  fifos.configure([spec, { ...spec, title: "vrrp notify fifo", path: "/run/other" }]);
  fifos.write("one");
  assert.equal(pipes.read(path), "one\n");
  assert.equal(pipes.read("/run/other"), "one\n");
});

test("lines that a full FIFO does not take are counted, and told twice in all", () => {
  const { fifos, pipes, reports } = new Bench();
  fifos.configure([spec]);
  const line = "x".repeat(1023);
  for (let count = 0; count < 70; count += 1) fifos.write(line);
  assert.deepEqual(reports, [`notify fifo ${path} does not take lines (write: EAGAIN): they are lost`]);
  assert.equal(pipes.read(path), `${line}\n`.repeat(64));
  fifos.write("again");
  assert.equal(pipes.read(path), "again\n");
  assert.equal(reports.at(1), `notify fifo ${path} takes lines again: 6 were lost`);
});

test("a FIFO that cannot be opened is reported, has no reader, and does no harm", () => {
  const { fifos, processes, reports } = new Bench();
  fifos.configure([{ ...spec, path: "/run/file", reader }]);
  fifos.write("lost");
  assert.deepEqual(reports, ["Unable to open notify fifo /run/file (open: ENXIO): nothing is written to it"]);
  assert.equal(processes.starts.length, 0);
  assert.equal(fifos.hasReaders, false);
});

test("a reader that ends is started again, after 0, 1, 2, 4 ... 60 seconds", () => {
  const { clock, fifos, processes, reports } = new Bench();
  processes.judge = () => ({ how: { kind: "exited", status: 3 }, after: milliseconds(10), output: "no mail\n" });
  fifos.configure([{ ...spec, reader }]);
  clock.advance(seconds(300));
  const pauses = processes.starts.slice(1).map(({ at }, index) => {
    const before = processes.starts[index]?.at ?? at;
    return Math.round(toSeconds(milliseconds((at - before) / 1000)));
  });
  assert.deepEqual(pauses, [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  assert.deepEqual(reports.slice(0, 2), [
    "notify fifo script terminated",
    "notify fifo script /bin/reader exited with status 3: no mail; it is started again at once",
  ]);
});

test("a reload leaves what it does not change alone: lines, pipe and reader", () => {
  const { clock, fifos, pipes, processes } = new Bench();
  fifos.configure([{ ...spec, reader }]);
  fifos.write("one");
  fifos.configure([{ ...spec, reader }]);
  fifos.write("two");
  clock.advance(seconds(1));
  assert.equal(pipes.read(path), "one\ntwo\n");
  assert.equal(processes.starts.length, 1);
});

test("a reload ends the reader of what it changes and starts the new one on a new pipe", () => {
  const { clock, fifos, pipes, processes } = new Bench();
  fifos.configure([{ ...spec, reader }]);
  fifos.write("for the old one");
  fifos.configure([{ ...spec, reader: { words: ["/bin/other", path] } }]);
  clock.advance(seconds(100));
  assert.deepEqual(
    processes.starts.map(({ command }) => command.words[0]),
    ["/bin/reader", "/bin/other"],
  );
  assert.equal(pipes.read(path), "");
  fifos.configure([]);
  assert.equal(pipes.mode(path), undefined);
});

test("at the end a reader may read to the end of the file; if it does not end, it is ended", () => {
  const bench = new Bench();
  const { clock, fifos, pipes } = bench;
  fifos.configure([{ ...spec, reader }]);
  fifos.close();
  assert.equal(pipes.mode(path), undefined);
  clock.advance(seconds(1));
  assert.equal(fifos.hasReaders, true);
  fifos.stop();
  clock.advance(seconds(1));
  assert.deepEqual([fifos.hasReaders, bench.gone], [false, 1]);
});

test("at the end a reader that waits for its restart is not started again", () => {
  const bench = new Bench();
  const { clock, fifos, processes } = bench;
  processes.judge = () => ({ how: { kind: "exited", status: 1 }, after: milliseconds(1) });
  fifos.configure([{ ...spec, reader }]);
  clock.advance(milliseconds(500));
  const { length } = processes.starts;
  fifos.close();
  clock.advance(seconds(100));
  assert.deepEqual([processes.starts.length, fifos.hasReaders, bench.gone], [length, false, 1]);
});
