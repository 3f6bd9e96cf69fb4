import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";

/** include and its variants, `@id` lines, `$NAME=` definitions and `~SEQ`/`~LST` repetitions. */
const features = /^(?:include[rmwba]?$|@\^?\S|\$\w+=|~(?:SEQx?|LST)\()/u;

/** Whether a line begins with something that changes how the rest of the file is read. */
export function isLanguageFeature(keyword: Word): boolean {
  return features.test(keyword.text);
}

/** Half a configuration would be worse than none. */
export function refuseLanguageFeature(keyword: Word, report: Reporter): void {
  const message = "including files, conditional lines, definitions and repetitions are not implemented yet";
  report.fatal("not-implemented", keyword, message, { effect: "cannot-run" });
}
