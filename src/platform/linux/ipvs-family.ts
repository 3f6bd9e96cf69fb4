import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

import { controlFamily, decodeFamily, encodeGetFamily } from "../../wire/netlink/generic.ts";
import { ipvsFamily } from "../../wire/netlink/ipvs.ts";
import { SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import type { NetlinkSocket } from "./netlink.ts";

/** The kernel names the program that it loads modules with (proc(5)). */
const programFile = "/proc/sys/kernel/modprobe";
const usualProgram = "/sbin/modprobe";
const moduleName = "ip_vs";
/** Milliseconds. */
const patience = 30_000;

/**
 * The number of the family of IPVS. A kernel that has none is made to load the module, once. Rejects with
 * SystemException: ENOENT when there is none after that either, with what modprobe(8) had to say.
 */
export async function findIpvsFamily(socket: NetlinkSocket): Promise<number> {
  const found = ask(socket);
  if (found !== undefined) return found;
  const complaint = await loadModule();
  const loaded = ask(socket);
  if (loaded !== undefined) return loaded;
  throw new SystemException(systemError(`netlink family ${ipvsFamily}${complaint}`, errno.ENOENT));
}

/** Undefined when the kernel has no such family. Throws SystemException. */
function ask(socket: NetlinkSocket): number | undefined {
  const call = "CTRL_CMD_GETFAMILY";
  try {
    const { payload } = socket.ask({ call, type: controlFamily, flags: 0, payload: encodeGetFamily(ipvsFamily) });
    const family = decodeFamily(payload);
    return family.ok ? family.value : undefined;
  } catch (error) {
    if (error instanceof SystemException && error.error.errno === errno.ENOENT) return undefined;
    throw error;
  }
}

/** Why it could not be loaded, in brackets; empty when it was. */
async function loadModule(): Promise<string> {
  const program = modprobe();
  try {
    await promisify(execFile)(program, [moduleName], { timeout: patience, killSignal: "SIGKILL" });
    return "";
  } catch (error) {
    const words = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const reason = words === "" && error instanceof Error ? error.message : words;
    return ` (${program} ${moduleName}: ${reason.split("\n").at(-1) ?? ""})`;
  }
}

function modprobe(): string {
  try {
    return readFileSync(programFile, "utf8").trim() || usualProgram;
  } catch {
    // A kernel that cannot load modules does not have the file.
    return usualProgram;
  }
}
