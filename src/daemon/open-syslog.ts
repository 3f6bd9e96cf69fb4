import type { Syslog } from "../platform/ports.ts";

/** The way to /dev/log. It needs the FFI library, which nobody waits for at the start. */
export async function openSyslog(ident: string, facility: number): Promise<Syslog> {
  const linux = await import("../platform/linux/syslog.ts");
  return linux.openSyslog({ ident, facility, pid: process.pid });
}
