import type { TableChange } from "../base/lvs-table.ts";
import type { LvsEffect } from "./effects.ts";
import type { LvsEvent } from "./events.ts";

/**
 * What one input leads to. The table comes first, as a dead server gets connections until it is changed, then what
 * runs, and what is told of it last.
 */
export class LvsOutput {
  readonly #changes: TableChange[] = [];
  readonly #commands: LvsEffect[] = [];
  readonly #events: LvsEvent[] = [];

  change(changes: readonly TableChange[]): void {
    for (const change of changes) this.#changes.push(change);
  }

  command(effect: Exclude<LvsEffect, { readonly kind: "table" | "event" }>): void {
    this.#commands.push(effect);
  }

  event(event: LvsEvent): void {
    this.#events.push(event);
  }

  effects(): readonly LvsEffect[] {
    const table: LvsEffect[] = this.#changes.length === 0 ? [] : [{ kind: "table", changes: this.#changes }];
    return [...table, ...this.#commands, ...this.#events.map((event): LvsEffect => ({ kind: "event", event }))];
  }
}
