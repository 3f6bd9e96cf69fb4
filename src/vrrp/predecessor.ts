import type { Instant } from "../base/time.ts";
import type { InstanceConfig } from "./config.ts";
import type { StateName } from "./events.ts";
import type { Held } from "./held.ts";
import type { Verdict } from "./script-tracker.ts";

/** What makes an instance the same one in another process or after a reload. */
export type InstanceIdentity = Pick<InstanceConfig, "name" | "family" | "vrid" | "interface" | "transport"> & {
  /** Where its adverts travel: the interface itself, or one of its own with a virtual MAC address. */
  readonly advertInterface: string;
};

/** An instance, and what it puts into the kernel as master, without what is the machine's own. */
export type Holding = InstanceIdentity & { readonly state: StateName; readonly held: Held };

/** An instance as a process that died without a word has left it. */
export type LeftInstance = Holding & {
  /** On this machine's monotonic clock; undefined: it has sent none as master. */
  readonly advertisedAt: Instant | undefined;
};

/** What is known of the process that did this work before and died: its addresses may still be there. */
export type Predecessor = {
  readonly instances: readonly LeftInstance[];
  /** Of its scripts, by name. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** What it had put into the kernel whoever was master. */
  readonly statics?: Held;
};
