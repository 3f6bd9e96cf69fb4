import type { BodyPattern } from "../../check/config.ts";
import type { BodySearch, SearchResult } from "./body-search.ts";

const decoder = new TextDecoder("latin1");

export class PatternSearch implements BodySearch {
  search({ expression }: BodyPattern, body: Uint8Array, found: (result: SearchResult) => void): () => void {
    const immediate = setImmediate(() => found({ matches: new RegExp(expression, "u").test(decoder.decode(body)) }));
    return () => clearImmediate(immediate);
  }

  close(): void {}
}
