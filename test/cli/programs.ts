import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A keepalived to try, by the words that start it. */
export type Program = {
  readonly name: string;
  readonly command: string;
  /** Words before the options. */
  readonly prefix?: readonly string[];
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The program of this repository, freshly built. */
export const holdfast: Program = { name: "Holdfast", command: `${root}bin/keepalived` };

/** Its other command line. */
export const holdfastCommand = `${root}bin/holdfast`;

const referencePath = "/usr/sbin/keepalived";

/** C Keepalived, where it is installed. */
export const reference: Program | undefined = existsSync(referencePath)
  ? { name: "C Keepalived", command: referencePath }
  : undefined;

/** Bundles the program unless that is up to date. */
export function build(): void {
  execFileSync(process.execPath, [`${root}scripts/build.mjs`], { stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * The words that run a command in a network namespace of its own, with the interface v0, 192.0.2.1/24, up and with
 * a carrier. The command takes the place of the shell: its number and its exit status are those of the whole.
 */
export function inNamespace(command: readonly string[]): readonly [string, ...string[]] {
  const setUp = [
    "ip link set lo up",
    "ip link add v0 type veth peer name v1",
    "ip address add 192.0.2.1/24 dev v0",
    "ip link set v0 up",
    "ip link set v1 up",
  ];
  return ["unshare", ...unshareOptions, "sh", "-c", [...setUp, 'exec "$@"'].join(" && "), "sh", ...command];
}

/** Why no namespace can be made here; false when it can: the `skip` of a test. */
export function namespaceObstacle(): string | false {
  const { status, stderr } = spawnSync("unshare", [...unshareOptions, "ip", "link"], { encoding: "utf8" });
  return status === 0 ? false : `no network namespace can be made here: ${stderr.trim()}`;
}

const unshareOptions = process.getuid?.() === 0 ? ["--net"] : ["--map-root-user", "--net"];
