import type { ConfigTestEffect, Diagnostic } from "./diagnostic.ts";

/** What a configuration test may end with. */
export type ConfigTestStatus = 0 | 2 | 4 | 5 | 6;

const statuses: Readonly<Record<ConfigTestEffect, ConfigTestStatus>> = {
  none: 0,
  "missing-parameter": 2,
  "cannot-run": 4,
  configuration: 5,
  security: 6,
  "missing-file": 6,
};

/**
 * The exit status of `-t` as the reference really uses it, whatever the manual says: the highest class wins, so
 * that a security finding (6) hides one that keeps the daemon from running (4). A missing word ends the reference
 * at once with 2 and so outdoes all others.
 */
export function configTestStatus(diagnostics: readonly Diagnostic[]): ConfigTestStatus {
  if (diagnostics.some((diagnostic) => diagnostic.effect === "missing-parameter")) return statuses["missing-parameter"];
  return diagnostics.reduce<ConfigTestStatus>((highest, { effect }) => {
    const status = statuses[effect];
    return status > highest ? status : highest;
  }, 0);
}
