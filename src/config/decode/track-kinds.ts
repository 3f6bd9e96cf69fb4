import type { Weight } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";

/** What can be tracked. */
export type TrackedKind = "interface" | "script" | "file" | "process" | "bfd";

type TrackFacts = {
  /** The keyword of the block that lists them. */
  readonly block: string;
  /** As messages call them. */
  readonly what: string;
  /** The largest weight that counts. */
  readonly limit: 253 | 254;
  /** The largest that may be written: it counts as the limit. */
  readonly written: 253 | 254;
  /** What may stand behind a weight. */
  readonly directions: readonly string[];
  /** The block that defines one; undefined: the kernel does. */
  readonly definition: string | undefined;
};

/** Weights of 254 mean "as far as it goes" for interfaces and scripts, and more than that for files and processes. */
export const trackKinds: Readonly<Record<TrackedKind, TrackFacts>> = {
  interface: {
    block: "track_interface",
    what: "track interface",
    limit: 253,
    written: 254,
    directions: ["reverse"],
    definition: undefined,
  },
  script: {
    block: "track_script",
    what: "track script",
    limit: 253,
    written: 254,
    directions: ["reverse", "noreverse"],
    definition: "vrrp_script",
  },
  file: {
    block: "track_file",
    what: "track file",
    limit: 254,
    written: 254,
    directions: ["reverse", "noreverse"],
    definition: "track_file",
  },
  process: {
    block: "track_process",
    what: "track process",
    limit: 254,
    written: 254,
    directions: ["reverse", "noreverse"],
    definition: "vrrp_track_process",
  },
  bfd: {
    block: "track_bfd",
    what: "track bfd",
    limit: 253,
    written: 253,
    directions: ["reverse", "noreverse"],
    definition: "bfd_instance",
  },
};

/** What a name in a list of tracked objects refers to. */
export type Definition = { readonly name: Word; readonly weight: Weight };

/** Everything that instances and groups can track, but for interfaces. */
export type Definitions = Readonly<Record<Exclude<TrackedKind, "interface">, ReadonlyMap<string, Definition>>>;
