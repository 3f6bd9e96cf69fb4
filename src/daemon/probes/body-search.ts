import type { BodyPattern } from "../../check/config.ts";

/** What a search in a body has found, or why it could not be made. */
export type SearchResult = { readonly matches: boolean } | { readonly problem: string };

/** Looks for patterns in bodies, without holding the process for as long as an expression pleases. */
export interface BodySearch {
  /**
   * `found` is called once, never from inside, unless what is returned is called before; that may be done twice. The
   * body is not changed from now on.
   */
  search(pattern: BodyPattern, body: Uint8Array, found: (result: SearchResult) => void): () => void;
  close(): void;
}
