/** Longer texts are hardly ever the same as another. */
const longest = 32;

/** Places for known texts: a power of two, and several times as many as there are keywords. */
const places = 2048;

/**
 * Parts of a text, where those that are the same are mostly one string: keywords and the usual values come again and
 * again in a configuration, and looking up a string is quickest when it has been looked up before.
 */
export class Texts {
  readonly #known: string[] = Array.from({ length: places }, () => "");

  /** `text.slice(start, end)` */
  between(text: string, start: number, end: number): string {
    const length = end - start;
    if (length === 0 || length > longest) return text.slice(start, end);
    const place = placeOf(text, start, end);
    const known = this.#known[place] ?? "";
    if (known.length === length && isAt(text, start, known)) return known;
    const part = text.slice(start, end);
    this.#known[place] = part;
    return part;
  }
}

/** The end tells more than the beginning: `virtual_ipaddress` and `virtual_router_id`, addresses of one network. */
function placeOf(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  const middle = text.charCodeAt((start + end) >> 1);
  const last = text.charCodeAt(end - 1);
  const beforeLast = end - 2 >= start ? text.charCodeAt(end - 2) : 0;
  return (first ^ (middle << 3) ^ (last << 5) ^ (beforeLast << 2) ^ ((end - start) << 6)) & (places - 1);
}

function isAt(text: string, start: number, part: string): boolean {
  for (let index = 0; index < part.length; index++) {
    if (text.charCodeAt(start + index) !== part.charCodeAt(index)) return false;
  }
  return true;
}
