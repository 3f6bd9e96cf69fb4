/** A construct of the language that is no keyword of a block. */
export type LanguageWord = {
  /** How it is looked up, among other spellings. */
  readonly names: readonly string[];
  readonly syntax: string;
  /** One line in our own words. */
  readonly doc: string;
};

/** What changes how the rest of a file is read (keepalived.conf(5), "DESCRIPTION" and the sections on substitution). */
export const languageWords: Readonly<
  Record<"include" | "condition" | "definition" | "sequence", readonly LanguageWord[]>
> = {
  include: [
    { names: ["include"], syntax: "include FILE", doc: "read FILE here; a file that cannot be read is only reported" },
    { names: ["includer"], syntax: "includer FILE", doc: "every file that matches must be readable" },
    { names: ["includem"], syntax: "includem FILE", doc: "at least one file must match" },
    { names: ["includew"], syntax: "includew FILE", doc: "a pattern with *, ? or [ ] must match a file" },
    { names: ["includeb"], syntax: "includeb FILE", doc: "each alternative of a brace list must match a file" },
    { names: ["includea"], syntax: "includea FILE", doc: "all of these checks" },
  ],
  condition: [
    { names: ["@", "@id"], syntax: "@ID LINE", doc: "LINE counts only where the config-id is ID" },
    { names: ["@^", "@^id"], syntax: "@^ID LINE", doc: "LINE counts everywhere but where the config-id is ID" },
  ],
  definition: [
    {
      names: ["$", "$NAME="],
      syntax: "$NAME=VALUE",
      doc: "defines a parameter; a backslash at the end of a line continues the value on the next one",
    },
    {
      names: ["$NAME", "${NAME}"],
      syntax: "$NAME or ${NAME}",
      doc: "the value; a parameter without one stays as it is",
    },
    { names: ["_PWD", "${_PWD}"], syntax: "${_PWD}", doc: "the directory of the current file" },
    { names: ["_INSTANCE", "${_INSTANCE}"], syntax: "${_INSTANCE}", doc: "the config-id" },
    { names: ["_ENV", "${_ENV}"], syntax: "${_ENV NAME}", doc: "the environment variable NAME" },
    {
      names: ["_RANDOM", "${_RANDOM}"],
      syntax: "${_RANDOM [MIN [MAX]]}",
      doc: "a random whole number, from 0 to 32767 unless said otherwise; see random_seed",
    },
    { names: ["_HASH", "${_HASH}"], syntax: "${_HASH}", doc: "the character #" },
    { names: ["_BANG", "${_BANG}"], syntax: "${_BANG}", doc: "the character !" },
  ],
  sequence: [
    {
      names: ["~SEQ"],
      syntax: "~SEQ(VAR, [START, [STEP,]] END)",
      doc: "repeats the rest of the line for each number; unless given, START is 1 (-1 for a negative END) and STEP 1 or -1",
    },
    { names: ["~SEQx"], syntax: "~SEQx(VAR, [START, [STEP,]] END)", doc: "the same with hexadecimal numbers" },
    {
      names: ["~LST"],
      syntax: "~LST(VAR, A, B, ...)",
      doc: "repeats the rest of the line for each item; ~LST({V, W}, {A, B}, {C, D}) takes several at a time",
    },
  ],
};

/** All of them. */
export const allLanguageWords: readonly LanguageWord[] = Object.values(languageWords).flat();
