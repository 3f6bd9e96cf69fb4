import { viewOf } from "../../base/layout.ts";
import { spawn } from "./ffi.ts";
import type { StringVector } from "./string-vector.ts";

/** posix_spawn.h; the two structures are opaque, and larger here than in any C library. */
const spawnFlag = { setProcessGroup: 0x02, setSignalDefault: 0x04, setSignalMask: 0x08 } as const;
const opaqueSize = 512;
const signalSetSize = 128;

const openReadOnly = 0;
const standard = { input: 0, output: 1, error: 2 } as const;
const firstOther = 3;

/** SIGKILL and SIGSTOP cannot be set, and the C library keeps 32 and 33 for itself. */
const fixedSignals: ReadonlySet<number> = new Set([9, 19, 32, 33]);
const lastSignal = 64;

const attributes = createAttributes();
const actions = new Uint8Array(opaqueSize);
const pid = new Uint8Array(4);

/**
 * Starts a program that is looked up in PATH (posix_spawnp(3)): leader of its own process group, no signal blocked or
 * ignored, standard input from /dev/null, standard output and error to `output`, nothing else inherited, working
 * directory /. Returns its process id, or the negative errno with which it could not be started.
 */
export function spawnProgram(program: string, words: StringVector, environment: StringVector, output: number): number {
  spawn.actionsInit(actions);
  try {
    spawn.actionsAddOpen(actions, standard.input, "/dev/null", openReadOnly, 0);
    spawn.actionsAddDuplicate(actions, output, standard.output);
    spawn.actionsAddDuplicate(actions, output, standard.error);
    spawn.actionsAddChangeDirectory(actions, "/");
    spawn.actionsAddCloseFrom?.(actions, firstOther);
    const error = spawn.posixSpawnp(pid, program, actions, attributes, words.pointers, environment.pointers);
    return error === 0 ? viewOf(pid).getInt32(0, true) : -error;
  } finally {
    spawn.actionsDestroy(actions);
  }
}

/** The same for every program: they are never changed after this. */
function createAttributes(): Uint8Array {
  const bytes = new Uint8Array(opaqueSize);
  const none = new Uint8Array(signalSetSize);
  const all = new Uint8Array(signalSetSize);
  for (let signal = 1; signal <= lastSignal; signal += 1) {
    const index = (signal - 1) >> 3;
    if (!fixedSignals.has(signal)) all[index] = (all[index] ?? 0) | (1 << ((signal - 1) & 7));
  }
  spawn.attributesInit(bytes);
  spawn.attributesSetFlags(bytes, spawnFlag.setProcessGroup | spawnFlag.setSignalDefault | spawnFlag.setSignalMask);
  spawn.attributesSetSignalDefault(bytes, all);
  spawn.attributesSetSignalMask(bytes, none);
  return bytes;
}
