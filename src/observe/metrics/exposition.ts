import { Counter, Gauge, Registry } from "prom-client";
import type { EventRecord } from "../../status/live/event-record.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import type { Snapshot } from "../latest-status.ts";
import { families } from "./families.ts";
import type { Family } from "./family.ts";
import { KeptHistogram, measuredFamilies } from "./histograms.ts";
import { ownFamilies, type OwnValues } from "./own-families.ts";

/** The text that is scraped, with its type. */
export type ExpositionText = { readonly body: Uint8Array; readonly type: string };

/** Until a text is made anew, ms: with a thousand instances one takes a fifth of a second. */
export const expositionInterval = 1_000;

/** Turns documents into the text format of Prometheus, as seldom as scrapers ask, however many do. */
export class Exposition {
  readonly #registry = new Registry();
  readonly #histograms = measuredFamilies.map((family) => ({
    measure: family.measure,
    histogram: new KeptHistogram(family, this.#registry),
  }));
  readonly #own: { readonly streams: Gauge; readonly events: Counter };
  #document: StatusDocument | undefined;
  readonly #now: () => number;
  #madeAt = Number.NEGATIVE_INFINITY;
  #text: Promise<ExpositionText> | undefined;

  /** `values` are about the observer process itself; `now` tells milliseconds of any origin. */
  constructor(values: OwnValues, now: () => number) {
    this.#now = now;
    for (const family of families) this.#registry.registerMetric(this.#metric(family));
    this.#own = ownFamilies(this.#registry, values);
  }

  /** An event that has happened since this process was started. */
  count(kind: string, severity: EventRecord["severity"]): void {
    this.#own.events.inc({ kind, severity });
  }

  /** `latest` is asked for the document; rejects as it does. */
  async text(latest: () => Promise<Pick<Snapshot, "document">>): Promise<ExpositionText> {
    const now = this.#now();
    if (this.#text === undefined || now - this.#madeAt >= expositionInterval) {
      this.#madeAt = now;
      this.#text = latest().then(async ({ document }) => await this.#print(document));
    }
    return await this.#text;
  }

  async #print(document: StatusDocument): Promise<ExpositionText> {
    this.#document = document;
    for (const { measure, histogram } of this.#histograms) histogram.kept = document.measures[measure];
    return { body: Buffer.from(await this.#registry.metrics()), type: Registry.PROMETHEUS_CONTENT_TYPE };
  }

  #metric({ name, type, help, labels, samples }: Family): Gauge | Counter {
    const all = (): ReturnType<Family["samples"]> => (this.#document === undefined ? [] : samples(this.#document));
    const options = { name, help, labelNames: labels, registers: [] };
    if (type === "gauge") {
      return new Gauge({
        ...options,
        collect() {
          this.reset();
          for (const each of all()) this.set(each.labels, each.value);
        },
      });
    }
    return new Counter({
      ...options,
      collect() {
        this.reset();
        for (const each of all()) this.inc(each.labels, each.value);
      },
    });
  }
}
