import { elapsed, milliseconds, sum, zeroDuration, type Duration, type Instant } from "../../base/time.ts";

/** A question of the client to one address, and the answer if there was one. */
export type Question = {
  readonly address: string;
  readonly asked: Instant;
  readonly answer: { readonly node: string; readonly received: Instant } | undefined;
};

/** Between two questions to one address. */
export const questionInterval: Duration = milliseconds(100);

/** After this a question counts as unanswered. Longer than a busy machine needs, shorter than TCP's first repeat. */
export const questionPatience: Duration = milliseconds(250);

/**
 * How long an address was out of service: from the first question without an answer to the next answer, and the sum
 * of that when it happened more than once. Start and end are each known to within one interval between questions, and
 * the two errors point in opposite directions. Undefined when the last question got no answer, or none was asked.
 */
export function measureOutage(questions: readonly Question[]): Duration | undefined {
  let total = zeroDuration;
  let outSince: Instant | undefined;
  for (const { asked, answer } of questions) {
    if (answer === undefined) {
      outSince ??= asked;
    } else if (outSince !== undefined) {
      total = sum(total, elapsed(outSince, answer.received));
      outSince = undefined;
    }
  }
  return outSince === undefined && questions.length > 0 ? total : undefined;
}
