/**
 * One configuration text and where it came from. Offsets into it are in UTF-16 code units. A source without an origin
 * is the file that was named first.
 */
export type Source = { readonly path: string; readonly text: string; readonly origin?: Origin };

/** The part [start, end) of a source; empty where something is missing. */
export type Span = { readonly source: Source; readonly start: number; readonly end: number };

/**
 * How a text came into the configuration: `place` is the part of another source in whose stead it is read. `order`
 * counts all such texts from 1, in the order in which they are read; `depth` counts how many of them are around this
 * one, itself included.
 */
export type Origin = { readonly place: Span; readonly order: number; readonly depth: number } & (
  | { readonly kind: "include" }
  /** A line whose parameters were replaced. The stretches cover all of it, in order. */
  | { readonly kind: "expansion"; readonly stretches: readonly Stretch[] }
);

/**
 * The text of an expanded line from `start` to the next stretch, and the part [from, to) of the parent that it was
 * made of: the same text, or the use of a parameter.
 */
export type Stretch = {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  /** Undefined: the same text. */
  readonly parameter: Parameter | undefined;
};

/** One line of what a parameter stands for. */
export type Parameter = {
  readonly name: string;
  readonly text: string;
  /** Where the text is written, or the repetition that sets it; undefined: the language itself knows it. */
  readonly place: Span | undefined;
  /** Set by ~SEQ or ~LST. */
  readonly repeated: boolean;
};
