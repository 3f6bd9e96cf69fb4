import type { Instant } from "../base/time.ts";
import type { Machine } from "./machine.ts";

/** What runs on the machines beside their VRRP processes and follows these, as the checkers process does. */
export interface Companion {
  /** Time has come so far. What happens at that moment to machines is told after this. */
  advanceTo(now: Instant): void;
  /** It was started, killed or stopped, or has another configuration, other addresses or other files. */
  changed(now: Instant, machine: Machine): void;
}
