/** How words are to stand out; what prints decides what that means. */
export type Paint = {
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
};

const asIs = (text: string): string => text;

/** Nothing stands out. */
export const noPaint: Paint = { strong: asIs, dim: asIs, good: asIs, warn: asIs, bad: asIs };
