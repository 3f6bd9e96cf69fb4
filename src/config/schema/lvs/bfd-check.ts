import { keyword, scope } from "../keyword.ts";
import type { Scope } from "../keyword.ts";
import { switched } from "../shapes.ts";
import { singleWord } from "./text.ts";

/** A BFD session is up. */
export const bfdCheck = {
  name: keyword("name", singleWord("BFD_CHECK - No or too many names specified"), {
    priority: "P2",
    doc: "a bfd_instance, which has to stand above the virtual server",
    required: true,
    unfinished: "there is no session: it counts as up",
  }),
  alpha: keyword("alpha", switched, {
    priority: "P2",
    doc: "failed until the session is up",
    inherits: "alpha",
  }),
};

export const bfdCheckScope: Scope = scope("BFD_CHECK", bfdCheck);
