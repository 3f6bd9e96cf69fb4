import type { ChangedSetting } from "../vrrp/device-settings.ts";

/**
 * How the machine was before the daemon came, where that must stay or come back: what dies without a word leaves it.
 */
export type Surroundings = {
  /** Of interfaces, to be put back when nobody needs them any more. */
  readonly settings: readonly ChangedSetting[];
  /** Addresses that are wanted and that somebody else had put there, as `FoundAddresses` names them. */
  readonly found: readonly string[];
};

export const untouched: Surroundings = { settings: [], found: [] };
