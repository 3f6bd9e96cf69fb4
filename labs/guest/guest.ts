import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { type Duration, seconds, toMilliseconds } from "../../src/base/time.ts";
import { labEnvironment } from "../../src/lab/command.ts";
import { ensurePackages } from "../../src/lab/index.ts";

/** What the guest is, and what a command finds in it: README.md. */
export type GuestOptions = {
  /** From the start of the machine; 300 s when left out. */
  readonly limit?: Duration;
  /** Directories that the command may change for good; what it changes elsewhere is gone with the guest. */
  readonly writable?: readonly string[];
  /** In addition to what labs give to their programs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard output and standard error as they come, in pieces of any length. */
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
};

/** How a command in a guest has ended: 128 + N when signal N ended it, 127 when there is no such program. */
export type GuestEnd = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** The guest could not be started, or ended before the command did. */
export class GuestError extends Error {
  override readonly name = "GuestError";
}

const usualLimit = seconds(300);
/** An emulated processor that gets what others leave may stand still for a while. */
const slowness = { HOLDFAST_LAB_PATIENCE: "120" };
const processors = 2;
/** MiB. */
const memory = 2048;
/** Characters of each stream that are kept. */
const outputLimit = 16 * 1024 * 1024;
const packages = ["qemu-system-x86", "xz-utils", "ipvsadm"];
const ports = ["stdout", "stderr", "status"] as const;
type Port = (typeof ports)[number];

const kernelOptions = [
  "console=ttyS0",
  "quiet",
  "panic=-1",
  // With fixed addresses code that was translated once serves the next process too, which starts in a third of the
  // time.
  "norandmaps",
  // These shorten the start.
  "init_on_alloc=0",
  "mitigations=off",
  "pci=noacpi",
  "no_timer_check",
  "random.trust_cpu=on",
];

/**
 * Why no guest can be started on this machine, as a reason to skip a test; undefined when one can. Installs and
 * downloads what is missing, once.
 */
export async function guestObstacle(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return `the guest's kernel is for Linux on amd64, not ${process.platform} on ${process.arch}`;
  }
  const missing = await ensurePackages(packages);
  if (missing !== undefined) return missing;
  try {
    await promisify(execFile)(fileURLToPath(new URL("setup", import.meta.url)), { env: labEnvironment() });
    return undefined;
  } catch (error) {
    const words = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    return `the guest's kernel could not be prepared: ${words.split("\n").at(-1) ?? String(error)}`;
  }
}

/**
 * Starts a guest, runs one command in it as root, in this process' working directory, and ends it again. Rejects with
 * GuestError when the command did not come to its end, with what the guest's kernel had to say. Ask guestObstacle
 * first.
 */
export async function runInGuest(command: readonly string[], options: GuestOptions = {}): Promise<GuestEnd> {
  // It has a plain name, as it goes on the kernel's command line.
  const job = mkdtempSync(join(tmpdir(), "holdfast-guest-"));
  const texts: Record<Port, string> = { stdout: "", stderr: "", status: "" };
  const servers = await Promise.all(
    ports.map(async (port) =>
      listen(join(job, port), (text) => {
        texts[port] = (texts[port] + text).slice(-outputLimit);
        if (port !== "status") options.onOutput?.(text, port);
      }),
    ),
  );
  try {
    writeJob(job, command, options);
    const failure = await runMachine(job, options);
    if (texts.status === "") throw new GuestError(`${failure}${consoleOf(job)}`);
    return { status: Number(texts.status), stdout: texts.stdout, stderr: texts.stderr };
  } finally {
    for (const server of servers) server.close();
    rmSync(job, { recursive: true, force: true });
  }
}

/** Resolves when the machine has ended and all that it said has been read; to how it ended, for a failure. */
async function runMachine(job: string, { limit = usualLimit, writable = [] }: GuestOptions): Promise<string> {
  const guest = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "holdfast-guest", "guest");
  writeFileSync(join(job, "modules"), `${realpathSync(join(guest, "modules"))}\n`);
  const machine = ["-accel", "tcg", "-cpu", "max,la57=off", "-smp", String(processors), "-m", String(memory)];
  const bare = ["-no-user-config", "-nodefaults", "-display", "none", "-no-reboot"];
  const kernel = ["-kernel", join(guest, "vmlinux"), "-initrd", join(guest, "initrd")];
  const words = [...kernelOptions, `job=${job}`].join(" ");
  const shares = [share("root", "/", "on"), ...writable.map((path, index) => share(`rw${index}`, path, "off"))];
  const channels = ports.flatMap((port) => {
    const character = `socket,id=${port},path=${join(job, port)},server=off`;
    return ["-chardev", character, "-device", `virtserialport,chardev=${port}`];
  });
  const consolePort = ["-serial", `file:${join(job, "console")}`];
  const devices = [...shares.flat(), "-device", "virtio-serial", ...channels, ...consolePort];
  // It ends with this process, in whatever way that ends.
  const child = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "qemu-system-x86_64", ...machine, ...bare, ...kernel, "-append", words, ...devices],
    { stdio: ["ignore", "pipe", "pipe"], env: labEnvironment(), timeout: toMilliseconds(limit), killSignal: "SIGKILL" },
  );
  let complaints = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      complaints += text;
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (status, signal) => {
      const how = signal === null ? `status ${String(status)}` : `${signal} (the limit is ${limit / 1e6} s)`;
      // What it sent last has arrived, but has not been read.
      setImmediate(() => setImmediate(() => resolve(`the guest ended with ${how} ${complaints}`)));
    });
  });
}

function share(tag: string, path: string, readOnly: "on" | "off"): readonly string[] {
  const options = `mount_tag=${tag},path=${path.replaceAll(",", ",,")},readonly=${readOnly}`;
  return ["-virtfs", `local,${options},security_model=none,multidevs=remap`];
}

function writeJob(job: string, command: readonly string[], { writable = [], environment = {} }: GuestOptions): void {
  const shared = writable.map((path, index) => `rw${index} ${realpathSync(path)}\n`);
  writeFileSync(join(job, "writable"), shared.join(""));
  writeFileSync(join(job, "console"), "");
  const variables = Object.entries({ ...labEnvironment(), ...slowness, ...environment }).flatMap(([name, value]) => {
    // The certificates of an intercepting proxy cost Node.js half a second, and there is no network.
    const isWanted = /^[A-Za-z_]\w*$/u.test(name) && name !== "NODE_EXTRA_CA_CERTS" && value !== undefined;
    return isWanted ? [`export ${name}=${quote(value)}\n`] : [];
  });
  const lines = [...variables, `cd -- ${quote(process.cwd())} || exit 126\n`];
  writeFileSync(join(job, "command"), `${lines.join("")}exec ${command.map(quote).join(" ")}\n`);
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

async function listen(path: string, receive: (text: string) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.setEncoding("utf8").on("data", receive);
    // A machine that is killed resets it.
    socket.on("error", () => {});
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve(server));
  });
}

function consoleOf(job: string): string {
  return `\n${readFileSync(join(job, "console"), "utf8").split("\n").slice(-30).join("\n")}`;
}
