import { edges, firstSpan, pan, show, zoom, type TimeWindow } from "../model/time-window.ts";
import { ownNow } from "./now.ts";

/** Draws itself for a moment of the page's time and the edges of the window. */
export type Painter = (now: number, left: number, right: number) => void;

/** A part of time that lanes show, of the present or of what was played. */
export interface Timeline {
  /** What is seen at the left and at the right edge, in microseconds. */
  readonly edges: readonly [number, number];
  /** Pixels from edge to edge, as the axis has measured them. */
  width: number;
  /** Returns what ends it. */
  addPainter(painter: Painter): () => void;
  subscribe(listener: () => void): () => void;
  zoom(factor: number, anchor: number): void;
  pan(part: number): void;
  show(at: number): void;
  /** Everything is to be drawn again. */
  refresh(): void;
}

/** Milliseconds after which all is drawn again at the latest. */
const slowest = 1_000;

/**
 * Which part of time all lanes show. Moving it touches no element of the page: everybody who draws is called once for
 * each frame in which something has moved by enough to be seen.
 */
export class TimelineView implements Timeline {
  #window: TimeWindow = { span: firstSpan(Number.POSITIVE_INFINITY), end: undefined };
  readonly #painters = new Set<Painter>();
  readonly #listeners = new Set<() => void>();
  #isAsked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Pixels: how far the present has to move until all is drawn again. */
  readonly #step: number;
  #width = 600;

  constructor(prefersStillness: boolean) {
    this.#step = prefersStillness ? 8 : 0.5;
  }

  get window(): TimeWindow {
    return this.#window;
  }

  get edges(): readonly [number, number] {
    return edges(this.#window, ownNow());
  }

  get width(): number {
    return this.#width;
  }

  set width(width: number) {
    this.#width = Math.max(1, width);
  }

  addPainter(painter: Painter): () => void {
    this.#painters.add(painter);
    this.#ask();
    return () => this.#painters.delete(painter);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setSpan(span: number): void {
    this.#set({ span, end: undefined });
  }

  goLive(): void {
    this.#set({ ...this.#window, end: undefined });
  }

  zoom(factor: number, anchor: number): void {
    this.#set(zoom(this.#window, factor, anchor, ownNow()));
  }

  pan(part: number): void {
    this.#set(pan(this.#window, part, ownNow()));
  }

  show(at: number): void {
    this.#set(show(this.#window, at, ownNow()));
  }

  refresh(): void {
    this.#ask();
  }

  #set(window: TimeWindow): void {
    this.#window = window;
    this.refresh();
    for (const listener of this.#listeners) listener();
  }

  #ask(): void {
    if (this.#isAsked || this.#painters.size === 0) return;
    this.#isAsked = true;
    clearTimeout(this.#timer);
    requestAnimationFrame(() => {
      this.#isAsked = false;
      this.#draw();
      // Nothing is done before the present has moved by enough to be seen.
      const pause = ((this.#step / this.#width) * this.#window.span) / 1_000;
      this.#timer = setTimeout(() => this.#ask(), Math.min(pause, slowest));
    });
  }

  #draw(): void {
    const now = ownNow();
    const [left, right] = edges(this.#window, now);
    for (const paint of this.#painters) paint(now, left, right);
  }
}
