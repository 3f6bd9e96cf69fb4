import { unreachable } from "../../base/assert.ts";
import type { StateName } from "../../vrrp/events.ts";

/** 0 to 3 in the JSON, as exporters and SNMP tables have it. */
export function stateNumber(state: StateName): 0 | 1 | 2 | 3 {
  switch (state) {
    case "init":
      return 0;
    case "backup":
      return 1;
    case "master":
      return 2;
    case "fault":
      return 3;
    default:
      return unreachable(state);
  }
}

/** "MASTER". */
export function stateWord(state: StateName): string {
  return state.toUpperCase();
}
