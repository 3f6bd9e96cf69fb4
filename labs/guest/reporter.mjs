/** Tells the outer machine of every test that has ended: one line each, a mark and JSON. `OuterTest` is its shape. */
import { inspect } from "node:util";

/** Nothing else that a test prints starts like this. */
const mark = "@guest-test ";

/** What the runner itself adds to the diagnostics of tests. */
const totals = /^(?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/u;

// oxlint-disable-next-line import/no-default-export -- Node.js takes a reporter from there
export default async function* report(events) {
  const path = [];
  for await (const { type, data } of events) {
    if (type === "test:start") path.splice(data.nesting, Infinity, data.name);
    else if (type === "test:stdout" || type === "test:stderr") yield data.message;
    else if (type === "test:diagnostic" && !totals.test(data.message))
      yield `${mark}${JSON.stringify({ note: data.message })}\n`;
    if (type !== "test:pass" && type !== "test:fail") continue;
    const isSuite = data.details?.type === "suite";
    // A suite counts only for what its tests do not tell: that it was skipped as a whole, or that a hook failed.
    if (isSuite && data.skip === undefined && (type === "test:pass" || failedInside(data))) continue;
    const name = [...path.slice(0, data.nesting), data.name].join(": ");
    const failure = type === "test:fail" ? describe(data.details?.error) : undefined;
    yield `${mark}${JSON.stringify({ name, failure, skip: data.skip, milliseconds: data.details?.duration_ms })}\n`;
  }
}

function failedInside({ details }) {
  return details?.error?.failureType === "subtestsFailed";
}

function describe(error) {
  const cause = error?.cause ?? error;
  return cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
}
