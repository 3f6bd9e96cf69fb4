/** What tests use of bundle-sources.mjs, which scripts run as it is. */
export function bundleSources(root: string, files: readonly string[], folder: string): Promise<void>;
export function filesEnding(
  root: string,
  folders: readonly string[],
  ...endings: readonly [string, ...string[]]
): readonly string[];
