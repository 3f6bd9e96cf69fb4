import { Histogram, type Registry } from "prom-client";
import type { HistogramDocument, Measures } from "../../status/live/status-document.ts";
import { inSeconds } from "./family.ts";

/** A histogram that the daemon keeps itself. */
export type MeasuredFamily = {
  readonly name: string;
  readonly help: string;
  readonly measure: keyof Measures;
};

export const measuredFamilies: readonly MeasuredFamily[] = [
  {
    name: "holdfast_advert_gap_seconds",
    help: "Between two adverts of a master, as backups hear them",
    measure: "advertGap",
  },
  {
    name: "holdfast_timer_lateness_seconds",
    help: "How long after its deadline the VRRP process acts",
    measure: "timerLateness",
  },
  {
    name: "holdfast_script_duration_seconds",
    help: "How long check scripts and notify scripts have run",
    measure: "scriptDuration",
  },
  {
    name: "holdfast_check_duration_seconds",
    help: "How long health checks have taken",
    measure: "checkDuration",
  },
];

const empty: HistogramDocument = { bounds: [], counts: [], sum: 0 };

/** One of prom-client's kind whose counts come from elsewhere. */
export class KeptHistogram extends Histogram {
  readonly #name: string;
  readonly #help: string;
  kept: HistogramDocument = empty;

  constructor({ name, help }: MeasuredFamily, registry: Registry) {
    super({ name, help, registers: [registry] });
    this.#name = name;
    this.#help = help;
  }

  override async get(): ReturnType<Histogram["get"]> {
    const { bounds, counts, sum } = this.kept;
    let count = 0;
    const buckets = bounds.map((bound, index) => {
      count += counts[index] ?? 0;
      return { metricName: `${this.#name}_bucket`, labels: { le: String(inSeconds(bound)) }, value: count };
    });
    count += counts[bounds.length] ?? 0;
    const values = [
      ...buckets,
      { metricName: `${this.#name}_bucket`, labels: { le: "+Inf" }, value: count },
      { metricName: `${this.#name}_sum`, labels: {}, value: inSeconds(sum) ?? 0 },
      { metricName: `${this.#name}_count`, labels: {}, value: count },
    ];
    // Nobody aggregates over the processes of a cluster here: the fields are those that prom-client wants.
    const fields = { aggregator: "sum", collect: () => undefined } as const;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its type for `type` is a numeric enum that it does not use
    return { name: this.#name, help: this.#help, type: "histogram", values, ...fields } as unknown as Awaited<
      ReturnType<Histogram["get"]>
    >;
  }

  /** What the registry asks for where it is there: the same, in a form that saves it work. */
  async getForPromString(): ReturnType<Histogram["get"]> {
    return await this.get();
  }
}
