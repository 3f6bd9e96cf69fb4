import type { CauseLink, ProcessName } from "./event-record.ts";
import type {
  DaemonDocument,
  HistogramDocument,
  Measures,
  ServiceDocument,
  StatusDocument,
  StatusPart,
} from "./status-document.ts";

/** What the supervisor knows without asking anybody. */
export type SupervisorFacts = {
  /** When it was asked, microseconds of the Unix epoch. */
  readonly at: number;
  readonly daemon: DaemonDocument;
  /** Processes that were asked and have not said all. */
  readonly silent: readonly ProcessName[];
  /** Why an instance is in its state: of the event that brought it there. */
  readonly causes: (instance: string) => readonly CauseLink[];
};

/** The status of the daemon of what its processes have answered, in the order in which it came. */
export function buildDocument(facts: SupervisorFacts, parts: readonly StatusPart[]): StatusDocument {
  const all = <K extends ListName>(name: K): readonly StatusDocument[K][number][] =>
    parts.flatMap((part): readonly StatusDocument[K][number][] => part[name] ?? []);
  return {
    version: 1,
    at: facts.at,
    daemon: facts.daemon,
    instances: all("instances").map((instance) => {
      const causes = facts.causes(instance.name);
      return causes.length === 0 ? instance : { ...instance, causes };
    }),
    groups: all("groups"),
    trackers: all("trackers"),
    services: joinServices(all("services")),
    warnings: all("warnings"),
    strangers: all("strangers"),
    measures: parts.reduce(
      (sum, { measures }) => (measures === undefined ? sum : addMeasures(sum, measures)),
      noMeasures,
    ),
    ...(facts.silent.length === 0 ? {} : { silent: facts.silent }),
  };
}

type ListName = "instances" | "groups" | "trackers" | "services" | "warnings" | "strangers";

/** A service with many servers comes in several parts, one after the other. */
function joinServices(services: readonly ServiceDocument[]): readonly ServiceDocument[] {
  const joined: ServiceDocument[] = [];
  for (const service of services) {
    const before = joined.at(-1);
    if (before?.name !== service.name) joined.push(service);
    else joined.splice(-1, 1, { ...before, servers: [...before.servers, ...service.servers] });
  }
  return joined;
}

export const noHistogram: HistogramDocument = { bounds: [], counts: [], sum: 0 };

export const noMeasures: Measures = {
  advertGap: noHistogram,
  timerLateness: noHistogram,
  scriptDuration: noHistogram,
  checkDuration: noHistogram,
};

/** Both vrrp and checkers run scripts. */
function addMeasures(a: Measures, b: Measures): Measures {
  return {
    advertGap: add(a.advertGap, b.advertGap),
    timerLateness: add(a.timerLateness, b.timerLateness),
    scriptDuration: add(a.scriptDuration, b.scriptDuration),
    checkDuration: add(a.checkDuration, b.checkDuration),
  };
}

/** Of the same bounds, or one of them has none. */
function add(a: HistogramDocument, b: HistogramDocument): HistogramDocument {
  if (a.bounds.length === 0) return b;
  if (b.bounds.length === 0) return a;
  return {
    bounds: a.bounds,
    counts: a.counts.map((count, index) => count + (b.counts[index] ?? 0)),
    sum: a.sum + b.sum,
  };
}
