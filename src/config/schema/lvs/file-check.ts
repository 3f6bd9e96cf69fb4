import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { flag, word } from "../shapes.ts";
import { fileWeight } from "./file-weight.ts";

/** The number in a file goes into the weight. */
export const fileCheck = {
  file: keyword("track_file", word, {
    priority: "P2",
    doc: "a track_file, which has to stand above the virtual server",
    required: true,
  }),
  weight: keyword("weight", fileWeight, {
    priority: "P2",
    doc: "what the number in the file is multiplied by",
    default: "weight of the track_file",
  }),
  dynamic: keyword("dynamic", flag, {
    priority: "P2",
    doc: "what the check does in any case: the manual knows the word, the reference does not",
  }),
};

export const fileCheckScope: Scope = scope("FILE_CHECK", fileCheck);
