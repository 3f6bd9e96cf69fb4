/** Where a page has its document: what stands there in the page as it was built. */
export const placeholder = '"the document of the rehearsal"';

/**
 * The page with a document in it, as JSON that a script element can hold: no name in it, whatever is in that name, ends
 * the element or begins a comment. Throws where the page has no place for it.
 */
export function embed(page: string, document: unknown): string {
  const [before, after, ...others] = page.split(placeholder);
  if (before === undefined || after === undefined || others.length > 0) {
    throw new RangeError("the page has no place for a document, or several");
  }
  const json = JSON.stringify(document).replaceAll(/[<>&\u2028\u2029]/gu, escape);
  return `${before}${json}${after}`;
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
