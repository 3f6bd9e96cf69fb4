import assert from "node:assert/strict";
import { test } from "node:test";
import { unreachable } from "../base/assert.ts";
import { instant, later, seconds } from "../base/time.ts";
import { usualChildWaitTime } from "./child.ts";
import { configuringLimit } from "./silence.ts";
import { Supervisor, type SupervisorEffect, type SupervisorInput } from "./supervisor.ts";
import { describeSupervisorEvent } from "./wording.ts";

const start = instant(0);
const killed = { kind: "signalled", signal: 9, name: "SIGKILL" } as const;
const vrrpEnded = { kind: "child-ended", child: "vrrp", pid: 7, exit: killed } as const;
const ready = { kind: "child-ready", child: "vrrp" } as const;
const loaded = { kind: "loaded", children: ["vrrp"] } as const;

function print(effect: SupervisorEffect): string {
  switch (effect.kind) {
    case "report":
      return describeSupervisorEvent(effect.event).join(" / ");
    case "exit":
      return `exit ${effect.status}`;
    case "read-configuration":
      return "read-configuration";
    case "start":
    case "configure":
    case "stop":
    case "kill":
      return `${effect.kind} ${effect.child}`;
    default:
      return unreachable(effect);
  }
}

/** A supervisor that has been told `inputs` at time 0, and what it answered to each. */
function told(...inputs: readonly SupervisorInput[]): {
  readonly supervisor: Supervisor;
  readonly answers: readonly (readonly string[])[];
} {
  const supervisor = new Supervisor({ respawn: true });
  return { supervisor, answers: inputs.map((input) => supervisor.handle(start, input).map(print)) };
}

void test("A configuration with instances starts the VRRP process", () => {
  assert.deepEqual(told(loaded).answers, [["start vrrp"]]);
});

void test("With nothing to run the daemon stays, says so, and a later reload can give it work", () => {
  const { supervisor, answers } = told({ kind: "loaded", children: [] }, { kind: "reload" }, loaded);
  assert.deepEqual(answers, [
    ["Warning - keepalived has no configuration to run"],
    ["Reloading ...", "read-configuration"],
    ["start vrrp"],
  ]);
  // It has that long to take in its configuration.
  assert.equal(supervisor.deadline, later(start, configuringLimit));
});

void test("A reload hands the new configuration to the running process", () => {
  assert.deepEqual(told(loaded, ready, { kind: "reload" }, loaded).answers.slice(2), [
    ["Reloading ...", "read-configuration"],
    ["configure vrrp"],
  ]);
});

void test("A configuration without instances is handed to the running process too", () => {
  assert.deepEqual(told(loaded, ready, { kind: "reload" }, { kind: "loaded", children: [] }).answers.slice(3), [
    ["configure vrrp"],
  ]);
});

void test("A second reload during the first is remembered, a third adds nothing", () => {
  const reload = { kind: "reload" } as const;
  const remembered = ["Reload requested while another is under way: it will follow"];
  assert.deepEqual(told(loaded, ready, reload, loaded, reload, reload, ready, loaded, ready).answers.slice(3), [
    ["configure vrrp"],
    remembered,
    remembered,
    ["Reloading ...", "read-configuration"],
    ["configure vrrp"],
    [],
  ]);
});

void test("A reload of a broken file changes nothing and says so", () => {
  assert.deepEqual(told(loaded, ready, { kind: "reload" }, { kind: "refused" }, { kind: "reload" }).answers.slice(3), [
    ["New config failed validation: the running configuration stays in force"],
    ["Reloading ...", "read-configuration"],
  ]);
});

void test("A reload starts a missing process at once, with the new configuration or the old", () => {
  for (const outcome of [loaded, { kind: "refused" } as const]) {
    const { answers } = told(loaded, vrrpEnded, vrrpEnded, { kind: "reload" }, outcome);
    assert.deepEqual(answers[2]?.at(-1), "Restart of VRRP process delayed 1 seconds to limit respawn rate");
    assert.deepEqual(answers[4]?.at(-1), "start vrrp");
  }
});

void test("The words for a death are those of the reference", () => {
  assert.deepEqual(told(loaded, vrrpEnded).answers[1], [
    "pid 7 exited due to signal 9 (SIGKILL) / VRRP child process(7) died: Respawning",
    "Restart of VRRP process delayed 0 seconds to limit respawn rate",
    "start vrrp",
  ]);
});

void test("A permanent error ends the daemon with the child's status", () => {
  for (const [status, name] of [
    [1, "FATAL"],
    [2, "CONFIG"],
    [4, "missing permission"],
  ] as const) {
    const { answers } = told(loaded, { ...vrrpEnded, exit: { kind: "exited", status } });
    assert.deepEqual(answers[1], [
      `pid 7 exited with permanent error ${name}. Terminating`,
      "Stopping",
      `exit ${status}`,
    ]);
  }
});

void test("A stop waits for the child, then exits with 0, and hears nothing more", () => {
  const exited = { ...vrrpEnded, exit: { kind: "exited", status: 0 } } as const;
  assert.deepEqual(told(loaded, { kind: "stop" }, { kind: "stop" }, { kind: "reload" }, exited, exited).answers, [
    ["start vrrp"],
    ["Stopping", "stop vrrp"],
    [],
    [],
    ["exit 0"],
    [],
  ]);
});

void test("A child that hangs at the stop is killed after its time", () => {
  const { supervisor } = told(loaded, { kind: "stop" });
  assert.equal(supervisor.deadline, later(start, usualChildWaitTime));
  assert.deepEqual(supervisor.handle(later(start, usualChildWaitTime), { kind: "wake" }).map(print), [
    "VRRP process failed to die - forcing termination",
    "kill vrrp",
  ]);
  assert.deepEqual(supervisor.handle(later(start, seconds(6)), vrrpEnded).map(print), ["exit 0"]);
});

void test("A stop without children exits at once", () => {
  assert.deepEqual(told({ kind: "loaded", children: [] }, { kind: "stop" }).answers[1], ["Stopping", "exit 0"]);
  assert.deepEqual(told(loaded, vrrpEnded, vrrpEnded, { kind: "stop" }).answers[3], ["Stopping", "exit 0"]);
});

void test("Without respawning the first death ends the daemon", () => {
  const supervisor = new Supervisor({ respawn: false });
  supervisor.handle(start, loaded);
  assert.deepEqual(supervisor.handle(start, vrrpEnded).map(print), [
    "pid 7 exited due to signal 9 (SIGKILL) / VRRP child process(7) died: Exiting",
    "Stopping",
    "exit 0",
  ]);
});

void test("A reload while the first configuration is still being read follows it", () => {
  assert.deepEqual(told({ kind: "reload" }, loaded, ready).answers, [
    ["Reload requested while another is under way: it will follow"],
    ["start vrrp"],
    ["Reloading ...", "read-configuration"],
  ]);
  assert.deepEqual(told({ kind: "reload" }, { kind: "loaded", children: [] }).answers[1], [
    "Warning - keepalived has no configuration to run",
    "Reloading ...",
    "read-configuration",
  ]);
});

void test("A stop before anything was loaded ends the daemon at once", () => {
  assert.deepEqual(told({ kind: "stop" }, loaded).answers, [["Stopping", "exit 0"], []]);
});

void test("child_wait_time says how long a stop may take, as the last configuration has it", () => {
  const { supervisor } = told(
    { ...loaded, childWaitTime: seconds(1) },
    { ...loaded, childWaitTime: seconds(9) },
    { kind: "stop" },
  );
  assert.equal(supervisor.deadline, later(start, seconds(9)));
});

void test("but what is held for a successor is released in any case", () => {
  const { supervisor } = told({ ...loaded, childWaitTime: seconds(1) }, { kind: "stop" });
  assert.equal(supervisor.deadline, later(start, seconds(5)));
});

const both = { kind: "loaded", children: ["vrrp", "checkers"] } as const;
const checkersReady = { kind: "child-ready", child: "checkers" } as const;
const checkersEnded = { ...vrrpEnded, child: "checkers", pid: 8 } as const;

void test("Both processes are started, VRRP first, and both are told of a reload", () => {
  assert.deepEqual(told(both, ready, checkersReady, { kind: "reload" }, both).answers, [
    ["start vrrp", "start checkers"],
    [],
    [],
    ["Reloading ...", "read-configuration"],
    ["configure vrrp", "configure checkers"],
  ]);
});

void test("A reload waits for whichever process is still busy with the last one", () => {
  assert.deepEqual(told(both, { kind: "reload" }, ready, checkersReady).answers.slice(1), [
    ["Reload requested while another is under way: it will follow"],
    [],
    ["Reloading ...", "read-configuration"],
  ]);
});

void test("The death of one process is nothing to the other", () => {
  assert.deepEqual(told(both, ready, checkersReady, checkersEnded).answers[3], [
    "pid 8 exited due to signal 9 (SIGKILL) / Healthcheck child process(8) died: Respawning",
    "Restart of Healthcheck process delayed 0 seconds to limit respawn rate",
    "start checkers",
  ]);
});

void test("A stop waits for the last of them", () => {
  assert.deepEqual(told(both, { kind: "stop" }, checkersEnded, vrrpEnded).answers.slice(1), [
    ["Stopping", "stop vrrp", "stop checkers"],
    [],
    ["exit 0"],
  ]);
});

void test("A permanent error of one ends the other in good order", () => {
  const failed = { ...checkersEnded, exit: { kind: "exited", status: 2 } } as const;
  assert.deepEqual(told(both, ready, failed, vrrpEnded).answers.slice(2), [
    ["pid 8 exited with permanent error CONFIG. Terminating", "Stopping", "stop vrrp"],
    ["exit 2"],
  ]);
});

void test("A process without work is told so, and not missed when it dies; a later reload gives it work again", () => {
  assert.deepEqual(
    told(both, ready, checkersReady, loaded, ready, checkersReady, checkersEnded, both).answers.slice(3),
    [
      ["configure vrrp", "configure checkers"],
      [],
      [],
      ["pid 8 exited due to signal 9 (SIGKILL) / Healthcheck child process(8) died: it had no work any more"],
      ["configure vrrp", "start checkers"],
    ],
  );
});

void test("A process that waits for its next start is not started when there is no work for it", () => {
  const { supervisor, answers } = told(both, ready, checkersReady, checkersEnded, checkersEnded, loaded);
  assert.equal(answers[4]?.at(-1), "Restart of Healthcheck process delayed 1 seconds to limit respawn rate");
  assert.deepEqual(supervisor.handle(later(start, seconds(2)), { kind: "wake" }).map(print), []);
});

const observed = { kind: "loaded", children: ["vrrp", "observer"] } as const;
const observerEnded = { kind: "child-ended", child: "observer", pid: 9, exit: { kind: "exited", status: 1 } } as const;

void test("The observer is started last; a reload waits for the others only", () => {
  assert.deepEqual(told(observed, ready, { kind: "reload" }, observed).answers, [
    ["start vrrp", "start observer"],
    [],
    ["Reloading ...", "read-configuration"],
    ["configure vrrp", "configure observer"],
  ]);
});

void test("A permanent error of the observer ends nothing", () => {
  assert.deepEqual(told(observed, ready, observerEnded, observerEnded).answers.slice(2), [
    [
      "pid 9 exited with status 1 / Observer child process(9) died: Respawning",
      "Restart of Observer process delayed 0 seconds to limit respawn rate",
      "start observer",
    ],
    [
      "pid 9 exited with status 1 / Observer child process(9) died: Respawning",
      "Restart of Observer process delayed 1 seconds to limit respawn rate",
    ],
  ]);
});

void test("The observer alone is no configuration to run", () => {
  assert.deepEqual(told({ kind: "loaded", children: ["observer"] }).answers, [
    ["start observer", "Warning - keepalived has no configuration to run"],
  ]);
});
