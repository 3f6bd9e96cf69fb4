import type { StatusDocument } from "../status/live/status-document.ts";

/** Why the daemon is not well, in words; undefined: its processes run, and have answered. */
export function obstacleToHealth({ daemon, silent = [] }: StatusDocument): string | undefined {
  const [quiet] = silent;
  if (quiet !== undefined) return `the ${quiet} process does not answer`;
  const missing = daemon.processes.find(({ pid }) => pid === undefined);
  return missing === undefined ? undefined : `the ${missing.name} process does not run`;
}
