import { spawnSync } from "node:child_process";

import { labEnvironment, runCommand } from "./command.ts";

/**
 * Installs "$@" without starting what the packages bring: while it runs, policy-rc.d(8) forbids services to start,
 * unless the machine has a policy of its own. The shell restores that even when the one who started it is gone.
 */
const installScript = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' INT TERM HUP
  printf '#!/bin/sh\\nexit 101\\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install="apt-get install --yes --no-install-recommends"
$install "$@" || { apt-get update && $install "$@"; }`;

/**
 * Makes sure that Debian packages are there: root installs what is missing. Why it could not be done, as a reason to
 * skip a test, or undefined when everything is there.
 */
export async function ensurePackages(names: readonly string[]): Promise<string | undefined> {
  const missing = missingPackages(names);
  if (missing.length === 0) return undefined;
  const what = `missing: ${missing.join(", ")}`;
  if (process.getuid?.() !== 0) return `${what} (apt-get install ${missing.join(" ")})`;
  try {
    await runCommand(["sh", "-c", installScript, "install", ...missing]);
    return undefined;
  } catch (error) {
    return `${what}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Those of the packages that are not installed. All of them where there is no dpkg. */
export function missingPackages(names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const words = ["--show", "--showformat=${db:Status-Status}", name];
    const query = spawnSync("dpkg-query", words, { encoding: "utf8", env: labEnvironment() });
    return query.stdout !== "installed";
  });
}
