import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { lines } from "./shapes.ts";

/** keepalived.conf(5), "Static track groups". */
export const trackGroup = {
  group: keyword("group", lines, { priority: "P2", doc: "names of instances", required: true }),
};

export const trackGroupScope: Scope = scope("track_group", trackGroup);
