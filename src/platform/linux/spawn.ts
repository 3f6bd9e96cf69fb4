import { viewOf } from "../../base/layout.ts";
import { spawn } from "./ffi.ts";

/** posix_spawn.h; the two structures are opaque, and larger here than in any C library. */
const spawnFlag = { setProcessGroup: 0x02, setSignalDefault: 0x04, setSignalMask: 0x08 } as const;
const opaqueSize = 512;
const signalSetSize = 128;

const openReadOnly = 0;
const standard = { input: 0, output: 1, error: 2 } as const;
const firstOther = 3;

const attributes = createAttributes();
const actions = new Uint8Array(opaqueSize);
const pid = new Uint8Array(4);

/**
 * Starts a program that is looked up in PATH (posix_spawnp(3)): leader of its own process group, no signal blocked or
 * ignored, standard input from /dev/null, standard output and error to `output`, nothing else inherited, working
 * directory /. `words` and `environment` are string vectors. Returns its process id, or the negative errno with which
 * it could not be started.
 */
export function spawnProgram(program: string, words: Uint8Array, environment: Uint8Array, output: number): number {
  spawn.actionsInit(actions);
  try {
    spawn.actionsAddOpen(actions, standard.input, "/dev/null", openReadOnly, 0);
    spawn.actionsAddDuplicate(actions, output, standard.output);
    spawn.actionsAddDuplicate(actions, output, standard.error);
    spawn.actionsAddChangeDirectory(actions, "/");
    spawn.actionsAddCloseFrom?.(actions, firstOther);
    const error = spawn.posixSpawnp(pid, program, actions, attributes, words, environment);
    return error === 0 ? viewOf(pid).getInt32(0, true) : -error;
  } finally {
    spawn.actionsDestroy(actions);
  }
}

/** The same for every program: they are never changed after this. */
function createAttributes(): Uint8Array {
  const bytes = new Uint8Array(opaqueSize);
  // Also 32 and 33, which the C library keeps for itself: it would start programs with these ignored.
  const all = new Uint8Array(signalSetSize).fill(0xff);
  const none = new Uint8Array(signalSetSize);
  spawn.attributesInit(bytes);
  spawn.attributesSetFlags(bytes, spawnFlag.setProcessGroup | spawnFlag.setSignalDefault | spawnFlag.setSignalMask);
  spawn.attributesSetSignalDefault(bytes, all);
  spawn.attributesSetSignalMask(bytes, none);
  return bytes;
}
