/** The node of the whole text. */
export const root = 0;

/** No node, or no token: neither of the first ones is ever pointed at. */
export const none = 0;

/* The numbers of a node: tokens by index, the number of words, nodes by index. */
const keyword = 0;
const words = 1;
const open = 2;
const close = 3;
const first = 4;
const next = 5;
const size = 6;

/** The statements of a tree in the order of the text, as rows of numbers, as the tokens are that they are made of. */
export class Nodes {
  #numbers: Int32Array;
  #length = 1;

  /** `expected`: how many there may be. */
  constructor(expected: number) {
    this.#numbers = new Int32Array(size * (expected + 1));
  }

  add(token: number): number {
    if (this.#length * size === this.#numbers.length) this.#grow();
    this.#numbers[this.#length * size + keyword] = token;
    return this.#length++;
  }

  /** The token of the keyword; those of the words stand behind it. */
  keyword(node: number): number {
    return this.#numbers[node * size + keyword] ?? none;
  }

  /** How many words are behind the keyword. */
  words(node: number): number {
    return this.#numbers[node * size + words] ?? 0;
  }

  addWord(node: number): void {
    this.#numbers[node * size + words] = this.words(node) + 1;
  }

  /** The token that opens the block; `none`: there is no block. */
  open(node: number): number {
    return this.#numbers[node * size + open] ?? none;
  }

  setOpen(node: number, token: number): void {
    this.#numbers[node * size + open] = token;
  }

  close(node: number): number {
    return this.#numbers[node * size + close] ?? none;
  }

  setClose(node: number, token: number): void {
    this.#numbers[node * size + close] = token;
  }

  /** The first statement of the block. */
  first(node: number): number {
    return this.#numbers[node * size + first] ?? none;
  }

  setFirst(node: number, inside: number): void {
    this.#numbers[node * size + first] = inside;
  }

  /** The statement behind that of a node, in the same block. */
  next(node: number): number {
    return this.#numbers[node * size + next] ?? none;
  }

  setNext(node: number, behind: number): void {
    this.#numbers[node * size + next] = behind;
  }

  #grow(): void {
    const numbers = new Int32Array(2 * this.#numbers.length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
  }
}
