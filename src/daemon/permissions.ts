import { missingCapabilities } from "../platform/linux/privileges.ts";

/** What is missing to run VRRP, and what to do about it; undefined when nothing is. */
export function permissionObstacle(): string | undefined {
  const missing = missingCapabilities();
  if (missing.length === 0) return undefined;
  const names = missing.join(" ");
  return `Missing permission: ${names}. Run as root, or give the service AmbientCapabilities=${names}`;
}
