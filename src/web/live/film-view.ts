import { type Reel, panReel, showInReel, zoomReel } from "../model/reel.ts";
import type { Painter, Timeline } from "./timeline-view.ts";

/** What of something that was played is shown: it has a beginning and an end, and stands still between. */
export class FilmView implements Timeline {
  #reel: Reel;
  readonly #painters = new Set<Painter>();
  readonly #listeners = new Set<() => void>();
  #isAsked = false;
  #width = 600;

  /** In microseconds, from any origin. */
  constructor(from: number, until: number) {
    this.#reel = { whole: [from, until], shown: [from, until] };
  }

  get edges(): readonly [number, number] {
    return this.#reel.shown;
  }

  get isWhole(): boolean {
    const { whole, shown } = this.#reel;
    return whole[0] === shown[0] && whole[1] === shown[1];
  }

  get width(): number {
    return this.#width;
  }

  set width(width: number) {
    this.#width = Math.max(1, width);
  }

  addPainter(painter: Painter): () => void {
    this.#painters.add(painter);
    this.refresh();
    return () => this.#painters.delete(painter);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  zoom(factor: number, anchor: number): void {
    this.#set(zoomReel(this.#reel, factor, anchor));
  }

  pan(part: number): void {
    this.#set(panReel(this.#reel, part));
  }

  show(at: number): void {
    this.#set(showInReel(this.#reel, at));
  }

  showWhole(): void {
    this.#set({ ...this.#reel, shown: this.#reel.whole });
  }

  refresh(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      // What is last goes on.
      for (const paint of this.#painters) paint(Number.POSITIVE_INFINITY, ...this.#reel.shown);
    });
  }

  #set(reel: Reel): void {
    this.#reel = reel;
    this.refresh();
    for (const listener of this.#listeners) listener();
  }
}
