import { spawn, spawnSync } from "node:child_process";

import { labEnvironment } from "./command.ts";
import { descendants, signalProcess } from "./process-tree.ts";

/** What a lab needs of the kernel, tried once in a namespace that is gone when the command ends. */
const trial = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"] as const;
const trialScript = "mount -t tmpfs tmpfs /run && ip link add name lab0 type bridge && ip link add type veth";

/** Arguments of unshare(1) that make an unprivileged user the root of a world of its own. */
const ownWorld = ["--user", "--map-root-user", "--net", "--mount", "--kill-child"] as const;

/** Why this process cannot make namespaces with bridges and veth pairs in them; undefined when it can. */
export function labObstacle(): string | undefined {
  return obstacle([...trial, "sh", "-c", trialScript]);
}

/** Why an unprivileged user cannot either, not even with reexecuteAsRoot; undefined when it can. */
export function reexecutionObstacle(): string | undefined {
  return obstacle(["unshare", ...ownWorld, "--", ...trial, "sh", "-c", trialScript]);
}

/** What became of the wish to run with the privileges that a lab needs. */
export type Elevation =
  /** This process can make labs: go on. */
  | { readonly kind: "privileged" }
  /** The program has run again inside a user namespace and has ended: exit with its status. */
  | { readonly kind: "reexecuted"; readonly status: number }
  /** Neither is possible here; the reason is a sentence for the user. */
  | { readonly kind: "impossible"; readonly reason: string };

/**
 * Makes sure that labs can be made: by nothing at all for root, and for others by running the same program with the
 * same arguments as root of a new user namespace, whose end ends everything in it, and the end of this process too.
 */
export async function elevate(): Promise<Elevation> {
  const own = labObstacle();
  if (own === undefined) return { kind: "privileged" };
  const again = reexecutionObstacle();
  if (again !== undefined) {
    return { kind: "impossible", reason: `namespaces need root (${own}) or user namespaces (${again})` };
  }
  const program = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const words = ["--pdeathsig", "KILL", "unshare", ...ownWorld, "--", ...program];
  const child = spawn("setpriv", words, { stdio: "inherit", env: labEnvironment() });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // The terminal sends them to the child as well; the child decides, and this process reports its status.
    // unshare(1) heeds none of them while its own child, the program, runs.
    process.on(signal, () => {
      const [rerun] = child.pid === undefined ? [] : descendants(child.pid);
      if (rerun !== undefined) signalProcess(rerun, signal);
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "impossible", reason: error.message }));
    child.once("exit", (status) => resolve({ kind: "reexecuted", status: status ?? 1 }));
  });
}

function obstacle(command: readonly string[]): string | undefined {
  const [file = "", ...words] = command;
  const result = spawnSync(file, words, { encoding: "utf8", env: labEnvironment() });
  if (result.error !== undefined) return result.error.message;
  if (result.status === 0) return undefined;
  return result.stderr.trim().split("\n").at(-1) ?? `exit status ${String(result.status)}`;
}
