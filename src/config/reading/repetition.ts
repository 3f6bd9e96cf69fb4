/** A line that is read once for each row of values, which its names stand for. */
export type Repetition = {
  readonly names: readonly string[];
  readonly rows: Iterable<readonly string[]>;
  /** Where the line goes on behind the repetition. */
  readonly end: number;
};

export type RepetitionReading =
  | { readonly kind: "repetition"; readonly repetition: Repetition }
  /** `message` says what is wrong and does not quote more than the repetition itself. */
  | { readonly kind: "invalid"; readonly message: string };

/** Replaces the parameters of a text until there are none left. */
export type ExpandText = (text: string) => string;

export function invalidRepetition(message: string): RepetitionReading {
  return { kind: "invalid", message };
}
