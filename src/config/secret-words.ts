/** Shorter secrets are too much like other words: they are hidden on their own lines only. */
export const shortestSecret = 4;

/** Messages shorten what they quote, but not below this: as much of a secret's beginning is hidden, too. */
const longestBeginning = 40;

/** Words that are hidden wherever they stand in a text. Looking for them costs the same however many there are. */
export class SecretWords {
  readonly #byBeginning = new Map<string, Set<string>>();

  add(word: string): void {
    if (word.length < shortestSecret) return;
    const beginning = word.slice(0, shortestSecret);
    const alike = this.#byBeginning.get(beginning);
    if (alike === undefined) this.#byBeginning.set(beginning, new Set([word]));
    else alike.add(word);
  }

  /** The text with stars in their place, also where they overlap; its length stays the same. */
  hide(text: string): string {
    if (this.#byBeginning.size === 0) return text;
    let hidden = "";
    let hiddenUpTo = 0;
    for (let at = 0; at < text.length; at++) {
      hiddenUpTo = Math.max(hiddenUpTo, at + this.#lengthAt(text, at));
      hidden += at < hiddenUpTo ? "*" : text.charAt(at);
    }
    return hidden;
  }

  /** How much of a secret stands at a place of a text. */
  #lengthAt(text: string, at: number): number {
    let longest = 0;
    for (const word of this.#byBeginning.get(text.slice(at, at + shortestSecret)) ?? []) {
      let length = shortestSecret;
      while (length < word.length && word[length] === text[at + length]) length++;
      if (length === word.length || length >= longestBeginning) longest = Math.max(longest, length);
    }
    return longest;
  }
}
