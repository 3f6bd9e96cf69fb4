import { didYouMean, nearest } from "../../config/nearest.ts";
import { explainable } from "../../config/schema/reference/explain.ts";
import { explain, explainableNames } from "../../status/explain/explain.ts";
import { explainText } from "../../status/explain/explain-text.ts";
import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { clean } from "../../status/live/words/clean.ts";
import { explainWord, keywordText, type Outcome, printable } from "../explain.ts";

/** What can be found out about this node. */
export type Knowledge =
  | { readonly kind: "running"; readonly records: readonly EventRecord[]; readonly document: StatusDocument }
  /** No daemon can be asked: `message` says why. `journal` is empty where none that is left knows the name. */
  | {
      readonly kind: "none";
      readonly message: string;
      readonly journal: () => Promise<readonly EventRecord[]>;
    };

export type ExplainOptions = {
  /** Only keywords, or only instances and groups. */
  readonly keyword: boolean;
  readonly instance: boolean;
  readonly json: boolean;
};

/** Where `explain` gets what it knows from, and where it tells it. */
export type Surroundings = {
  /** What the daemon of this machine knows that bears on the name. */
  readonly daemon: (name: string) => Promise<Knowledge>;
  readonly printTime: (wall: number) => string;
  /** Columns of the terminal; infinite where there is none. */
  readonly width: number;
};

/** No daemon can be asked, and no journal has the answer. */
const unreachable = 2;

/**
 * `holdfast explain WORD`: an instance or a group of a running daemon first, then a keyword, then what a journal has of
 * the name. The status is 1 when nobody knows it, 2 when it cannot be told.
 */
export async function explainName(
  word: string | undefined,
  options: ExplainOptions,
  around: Surroundings,
): Promise<Outcome> {
  if (word === undefined || options.keyword) return explainWord(word);
  const isKeyword = !options.instance && keywordText(word) !== undefined;
  const known = await around.daemon(word);
  if (known.kind === "running") {
    const { records, document } = known;
    const names = explainableNames(records, document);
    if (names.includes(word)) return tell(word, records, document, { options, around, isKeyword });
    return options.instance ? unknown(word, names) : explainWord(word, names);
  }
  if (isKeyword) return explainWord(word);
  const left = await known.journal();
  if (left.length > 0) {
    const told = tell(word, left, undefined, { options, around, isKeyword });
    return { ...told, complaint: `${known.message}: this is from its journal\n` };
  }
  if (options.instance) return { status: unreachable, output: "", complaint: `${known.message}\n` };
  const outcome = explainWord(word);
  if (nearest(word, explainable()) !== undefined) return outcome;
  return { ...outcome, complaint: `${outcome.complaint}Instances are known to daemons: ${known.message}\n` };
}

function tell(
  name: string,
  records: readonly EventRecord[],
  document: StatusDocument | undefined,
  way: { readonly options: ExplainOptions; readonly around: Surroundings; readonly isKeyword: boolean },
): Outcome {
  const { options, around, isKeyword } = way;
  // Much of it has come over the wire.
  const explanation = clean(explain(name, records, document));
  const output = options.json
    ? `${JSON.stringify(explanation)}\n`
    : explainText(explanation, around.printTime, around.width);
  const complaint = isKeyword ? `There is a keyword ${name} as well: holdfast explain --keyword ${name}\n` : "";
  return { status: 0, output, complaint };
}

function unknown(word: string, names: readonly string[]): Outcome {
  const near = nearest(word, names);
  const cure = near === undefined ? "holdfast status lists them" : didYouMean(near);
  return { status: 1, output: "", complaint: `No instance or group is called '${printable(word)}': ${cure}\n` };
}
