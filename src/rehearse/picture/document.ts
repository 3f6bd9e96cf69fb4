import type { Scene } from "./scene.ts";

/** What the page of a rehearsal is made of. Times are whole microseconds. */
export type RehearsalDocument = {
  readonly format: 1;
  readonly kind: "rehearsal" | "stories";
  readonly nodes: readonly string[];
  readonly services: readonly PictureService[];
  readonly segments: readonly PictureSegment[];
  readonly entries: readonly Entry[];
  /** For each service, in their order; none of stories. */
  readonly interruptions: readonly Interruption[];
  readonly findings: readonly PictureFinding[];
  /** In lines as they are printed; those that are indented belong to the one above. */
  readonly balancing: { readonly virtualServers: readonly string[]; readonly failures: readonly string[] };
  /** Tried without being told one by one. */
  readonly pairs: { readonly tried: number; readonly leftOut: number };
};

export type PictureService = {
  readonly label: string;
  readonly addresses: readonly string[];
  /** The instance that holds it, by node. */
  readonly instances: Readonly<Record<string, string>>;
};

export type PictureSegment = { readonly name: string; readonly ports: readonly PicturePort[] };

/** `isAssumed`: the files do not say which address the machine has there. */
export type PicturePort = {
  readonly node: string;
  readonly interface: string;
  readonly address: string | undefined;
  readonly isAssumed: boolean;
};

export type PictureFinding = {
  readonly severity: "warning" | "note";
  readonly text: string;
  readonly cure: string | undefined;
};

/** `return`: what was broken is whole again. `trouble`: a script hangs or alternates. */
export type EntryKind = "failure" | "return" | "trouble" | "start" | "reload" | "pair" | "story";

/** One thing that was tried. */
export type Entry = {
  readonly kind: EntryKind;
  readonly text: string;
  /** What moved, by service. */
  readonly effects: readonly PictureEffect[];
  /** Places in the list of all. */
  readonly findings: readonly number[];
  readonly scene: Scene | undefined;
  /** Of a story. */
  readonly expectations: readonly PictureExpectation[];
};

export type PictureEffect = {
  readonly service: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How long nobody, and several at once, had it: at worst, and in the mean of all phases where there were several. */
  readonly nobody: number;
  readonly expectedNobody: number | undefined;
  readonly several: number;
  readonly settledAfter: number | undefined;
  readonly why: string | undefined;
};

/** `at`: when it has to be so, of those that are about a moment. */
export type PictureExpectation = {
  readonly line: number;
  readonly text: string;
  readonly isMet: boolean;
  readonly detail: string;
  readonly at: number | undefined;
};

/** Undefined: no failure moves it. */
export type Interruption = {
  readonly worst:
    | {
        readonly entry: number;
        readonly isLasting: boolean;
        readonly nobody: number;
        readonly expected: number;
      }
    | undefined;
  readonly byTracking: number | undefined;
};
