/** The longest line that is read, without its comment (the reference's line buffer has 1024 bytes). */
export const maximumLineLength = 1023;

/** Files inside files. */
export const maximumIncludeDepth = 32;

/** Files that one configuration may be made of; one that is included twice counts twice. */
export const maximumFiles = 10_000;

/** Characters of all these files together. */
export const maximumText = 32 * 1024 * 1024;

/** Paths that the brace lists of one pattern may stand for. */
export const maximumAlternatives = 1000;

/** Parameters inside the values of parameters, repetitions inside repetitions, and files inside all that. */
export const maximumExpansionDepth = 100;

/** The longest line that parameters may make. */
export const maximumExpandedLine = 64 * 1024;

/** Lines that parameters and repetitions may make in one configuration. */
export const maximumExpandedLines = 2_000_000;

/** Characters of all these lines together. */
export const maximumExpandedText = 128 * 1024 * 1024;

/** Words and braces of all these lines together. */
export const maximumExpandedTokens = 5_000_000;
