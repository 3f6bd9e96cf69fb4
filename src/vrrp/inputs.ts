import type { Family, Prefix } from "../base/ip-address.ts";
import type { PolicyIdentity } from "../wire/netlink/policy-identity.ts";
import type { Packet } from "./admission.ts";
import type { VrrpConfig } from "./config.ts";
import type { Held } from "./held.ts";
import type { MaintenanceOrder } from "./maintenance.ts";
import type { Statics, TrackGroup } from "./network-config.ts";
import type { Predecessor } from "./predecessor.ts";
import type { Recollection } from "./recollection.ts";
import type { ScriptOutcome } from "./script-tracker.ts";
import type { FileContent } from "./tracked-files.ts";
import type { ProcessCounts } from "./tracked-processes.ts";

/** What can happen to the engine. */
export type Input =
  /**
   * The first configuration starts it; each later one is a reload. `changedScripts` names the scripts that run
   * something else than before: what was known of them does not count any more. `files` is what is in the tracked
   * files, by the names of their blocks; one that is left out has not changed. `predecessor` is the process that did
   * this work until it died: it counts with the first configuration only.
   */
  | {
      readonly kind: "configure";
      readonly config: VrrpConfig;
      readonly changedScripts?: ReadonlySet<string>;
      readonly files?: ReadonlyMap<string, FileContent>;
      readonly predecessor?: Predecessor | undefined;
    }
  /** The complete list of instances that have no socket, by name. The answer to `open-sockets`, and unasked. */
  | { readonly kind: "deaf"; readonly instances: ReadonlySet<string> }
  | {
      readonly kind: "packet";
      readonly interface: string;
      readonly family: Family;
      readonly mode: Mode;
      readonly packet: Packet;
    }
  /** Everything that changed about links and addresses since the last such input. */
  | { readonly kind: "network"; readonly changes: readonly NetworkChange[] }
  | { readonly kind: "script-ended"; readonly script: string; readonly outcome: ScriptOutcome; readonly output: string }
  /** A tracked file has something else in it. */
  | { readonly kind: "file-changed"; readonly file: string; readonly content: FileContent }
  /** How many processes of the kinds that are tracked there are; what is left out has not changed. */
  | { readonly kind: "processes-counted"; readonly counts: ProcessCounts }
  /** What is to be there whoever is master: before each `configure`. */
  | {
      readonly kind: "statics";
      readonly statics: Statics | undefined;
      readonly trackGroups: readonly TrackGroup[] | undefined;
    }
  /** What a `restore` has really put back. */
  | ({ readonly kind: "restored"; readonly instance: string | undefined } & Held)
  /**
   * Who is withheld, all of it: what is left out is over. Names that nobody has concern nobody. At most one order is
   * tentative and not in force yet; a `maintenance` event says what comes of it.
   */
  | { readonly kind: "maintenance"; readonly orders: readonly MaintenanceOrder[] }
  /** What the process before this one knew of other routers, in one piece or several: after `configure`. */
  | ({ readonly kind: "recall" } & Recollection)
  /** Time has passed. `only: "masters"`: not everything that has arrived was heard, so silence is not believed yet. */
  | { readonly kind: "tick"; readonly only?: "masters" }
  /** Give up mastership and stop all instances. */
  | { readonly kind: "stop" };

export type Mode = "multicast" | "unicast";

/** The part of a link's condition that the protocol depends on. */
export type LinkCondition = {
  readonly name: string;
  /** Administratively up and with carrier. */
  readonly usable: boolean;
  readonly loopback: boolean;
  readonly multicast: boolean;
};

export type NetworkChange =
  | { readonly kind: "link"; readonly link: LinkCondition }
  | { readonly kind: "link-removed"; readonly interface: string }
  | {
      readonly kind: "address-added" | "address-removed";
      readonly interface: string;
      readonly prefix: Prefix;
      readonly usable: boolean;
    }
  /** A route or rule that is marked as made by keepalived is gone, whoever removed it. */
  | { readonly kind: "policy-removed"; readonly identity: PolicyIdentity }
  /** Any of them may be gone. */
  | { readonly kind: "policies-unknown" };
