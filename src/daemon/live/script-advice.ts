import { advise } from "../../config/advice/advise.ts";
import type { LoadResult } from "../../config/load.ts";
import type { Span } from "../../config/source.ts";
import { programsHere } from "../programs-here.ts";

/** What `holdfast check` says about the script that is written there. */
export function scriptAdvice(result: LoadResult, place: Span | undefined): readonly string[] {
  if (place === undefined) return [];
  return advise(result, programsHere(result.configuration))
    .filter(
      ({ span }) =>
        span !== undefined && span.source === place.source && span.start < place.end && place.start < span.end,
    )
    .map(({ message, cure }) => (cure === undefined ? message : `${message}; ${cure}`));
}
