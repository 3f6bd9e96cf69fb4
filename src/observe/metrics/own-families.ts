import { Counter, Gauge, type Registry } from "prom-client";

/** What the observer process knows without asking. */
export type OwnValues = { readonly streams: () => number };

export const ownHelp = {
  holdfast_event_streams: "Streams of events that are open",
  holdfast_events_total: "Events since this process was started, by kind and severity",
} as const;

/** About the process that tells, and the events that it has heard. */
export function ownFamilies(
  registry: Registry,
  { streams }: OwnValues,
): { readonly streams: Gauge; readonly events: Counter } {
  const registers = [registry];
  return {
    streams: new Gauge({
      name: "holdfast_event_streams",
      help: ownHelp.holdfast_event_streams,
      registers,
      collect() {
        this.set(streams());
      },
    }),
    events: new Counter({
      name: "holdfast_events_total",
      help: ownHelp.holdfast_events_total,
      labelNames: ["kind", "severity"],
      registers,
    }),
  };
}
