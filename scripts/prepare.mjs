/**
 * Makes a fresh clone ready: `node scripts/prepare.mjs build|demo|test`. Installs npm packages when they are missing
 * or not those of package-lock.json, bundles the program, and, as root on Debian, installs the programs that the demo
 * or the tests start. Says what it does; does nothing when all is there. Uses nothing but Node.js itself.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Debian packages by one program of each. */
const programs = {
  build: {},
  demo: { ip: "iproute2", unshare: "util-linux" },
  test: {
    ip: "iproute2",
    unshare: "util-linux",
    ps: "procps",
    ping: "iputils-ping",
    tcpdump: "tcpdump",
    nft: "nftables",
    keepalived: "keepalived",
    chromium: "chromium",
    // The guest of labs/guest, which there is for amd64 only, and what is tried in it.
    ...(process.arch === "x64" && {
      "qemu-system-x86_64": "qemu-system-x86",
      xz: "xz-utils",
      ipvsadm: "ipvsadm",
    }),
  },
};

/** Ends the process when the npm packages or the bundle cannot be had; a missing program is only reported. */
export async function prepare(purpose) {
  installPackages();
  await import("./build.mjs");
  installPrograms(programs[purpose]);
}

/**
 * `npm ci` insists that the lock file names the packages of every platform, which registries that carry only some do
 * not grant; `npm install --no-save` takes the same versions from it. Either way they are looked at afterwards.
 */
function installPackages() {
  if (packagesAreCurrent()) return;
  console.log("Installing npm packages ...");
  const options = ["--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const clean = spawnSync("npm", ["ci", ...options], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (clean.status !== 0) run("npm", ["install", "--no-save", ...options]);
  if (packagesAreCurrent()) return;
  console.error(`${clean.stderr}\nThe npm packages could not be installed: without them nothing can be built`);
  process.exit(1);
}

/** Whether what npm says it has installed is what package-lock.json asks for. */
function packagesAreCurrent() {
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const installed = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    return installed[path] === undefined ? optional === true : installed[path].version === version;
  });
}

function lockedPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : undefined;
}

function installPrograms(wanted) {
  const missing = Object.keys(wanted).filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => wanted[program]))];
  if (process.getuid() !== 0 || !isInstalled("apt-get")) {
    console.warn(`Missing programs: ${missing.join(", ")}; on Debian: sudo apt-get install ${packages.join(" ")}`);
    return;
  }
  console.log(`Installing Debian packages: ${packages.join(" ")} ...`);
  withoutStartingServices(() => {
    if (aptInstall(packages) !== 0) {
      run("apt-get", ["update", "-q"]);
      if (aptInstall(packages) !== 0) console.warn(`These could not be installed: ${packages.join(" ")}`);
    }
  });
}

function aptInstall(packages) {
  return run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages]).status;
}

/** Ctrl-C ends apt-get, not this program: policy-rc.d is still to be put back. */
function stay() {}

/** Debian starts a service as it installs it, unless policy-rc.d forbids: a router must not appear by accident. */
function withoutStartingServices(install) {
  const policy = "/usr/sbin/policy-rc.d";
  const saved = `${policy}.before-holdfast`;
  process.on("SIGINT", stay);
  if (existsSync(policy)) renameSync(policy, saved);
  try {
    writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    install();
  } finally {
    rmSync(policy, { force: true });
    if (existsSync(saved)) renameSync(saved, policy);
    process.off("SIGINT", stay);
  }
}

function isInstalled(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(program, programArguments) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(program, programArguments, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? "build";
  if (Object.hasOwn(programs, purpose)) {
    await prepare(purpose);
  } else {
    console.error(`Usage: node scripts/prepare.mjs ${Object.keys(programs).join("|")}`);
    process.exitCode = 1;
  }
}
