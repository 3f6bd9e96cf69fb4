import { compatibleFamilies } from "./compatible-families.ts";
import { daemonFamilies } from "./daemon-families.ts";
import type { Family } from "./family.ts";
import { instanceFamilies } from "./instance-families.ts";
import { serviceFamilies } from "./service-families.ts";

/** All that a status document is told as, in the order of docs/metrics.md. */
export const families: readonly Family[] = [
  ...daemonFamilies,
  ...instanceFamilies,
  ...serviceFamilies,
  ...compatibleFamilies,
];
