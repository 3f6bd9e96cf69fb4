import { openSync } from "node:fs";

import { printSystemError, SystemException } from "../platform/ports.ts";
import { errorCode } from "./error-code.ts";

/** Where ip-netns(8) keeps its namespaces. */
const namespaceDirectory = "/run/netns";

export type Entered =
  /** `outer` is a path of the namespace that was left, for as long as this process lives. */
  { readonly kind: "entered"; readonly outer: string } | { readonly kind: "failed"; readonly message: string };

/**
 * Moves this process into a network namespace by its name (`net_namespace`, `-s`): what it opens and starts from now on
 * belongs there. The FFI library is loaded only now: nobody else in the supervisor waits for it.
 */
export async function enterNamespace(name: string): Promise<Entered> {
  const path = `${namespaceDirectory}/${name}`;
  try {
    const { enterNetworkNamespace } = await import("../platform/linux/network-namespace.ts");
    const outer = openSync("/proc/self/ns/net", "r");
    enterNetworkNamespace(path);
    return { kind: "entered", outer: `/proc/${process.pid}/fd/${outer}` };
  } catch (error) {
    const why = error instanceof SystemException ? printSystemError(error.error) : errorCode(error);
    const cure = why === "ENOENT" ? `: create it with ip netns add ${name}` : "";
    return { kind: "failed", message: `Unable to set network namespace ${name} - cannot open ${path} (${why})${cure}` };
  }
}
