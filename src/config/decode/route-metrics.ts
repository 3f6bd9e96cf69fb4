import type { RouteMetricName } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import type { Priority } from "../schema/keyword.ts";
import { shorten } from "../schema/words.ts";
import type { LineOption } from "./line-option.ts";
import { maximumU32, parseDecimal } from "./route-names.ts";
import type { RouteLine } from "./routes.ts";

type MetricFacts = {
  readonly doc: string;
  readonly maximum: number;
  /** For times: how many of the kernel's units are a millisecond. */
  readonly perMillisecond?: number;
  readonly lockable: boolean;
};

/** The longest times: 120 s in the kernel's units. */
const longest = 120_000;

/** The metrics of ip-route(8), in the order in which they are printed. */
const metrics: Readonly<Record<RouteMetricName, MetricFacts>> = {
  mtu: { doc: "largest packet", maximum: maximumU32, lockable: true },
  hoplimit: { doc: "hop limit of packets; 0: the usual one", maximum: 255, lockable: false },
  advmss: { doc: "largest TCP segment to announce", maximum: maximumU32, lockable: true },
  rtt: {
    doc: "first estimate of the round-trip time, in eighths of a millisecond or with ms or s",
    maximum: longest * 8,
    perMillisecond: 8,
    lockable: true,
  },
  rttvar: {
    doc: "first estimate of its variance, in quarters of a millisecond or with ms or s",
    maximum: longest * 4,
    perMillisecond: 4,
    lockable: true,
  },
  reordering: { doc: "packets that may overtake one another", maximum: maximumU32, lockable: true },
  window: { doc: "largest TCP window to announce, in bytes", maximum: maximumU32, lockable: false },
  cwnd: { doc: "limit of the congestion window", maximum: maximumU32, lockable: true },
  ssthresh: { doc: "first slow start threshold", maximum: maximumU32, lockable: true },
  rto_min: {
    doc: "least time before TCP sends again, in milliseconds or with ms or s",
    maximum: longest,
    perMillisecond: 1,
    lockable: true,
  },
  initcwnd: { doc: "first congestion window", maximum: maximumU32, lockable: false },
  initrwnd: { doc: "first receive window", maximum: maximumU32, lockable: false },
  quickack: { doc: "acknowledge at once", maximum: 1, lockable: false },
  fastopen_no_cookie: { doc: "TCP Fast Open without a cookie", maximum: 1, lockable: false },
};

const priority: Priority = "P2";

/** The options that set a metric. */
export const metricOptions: readonly LineOption<RouteLine>[] = metricEntries().map(([name, facts]) => ({
  name,
  syntax: `${facts.lockable ? "[lock] " : ""}${printRange(facts)}`,
  doc: facts.doc,
  priority,
  read: (line) => readMetric(line, name, facts),
}));

/** What the reference calls a metric. */
function describe(name: RouteMetricName): string {
  if (name === "mtu") return "MTU";
  return ["hoplimit", "advmss", "rtt", "rttvar"].includes(name) ? name : `${name} value`;
}

function metricEntries(): readonly (readonly [RouteMetricName, MetricFacts])[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.entries forgets the names
  return Object.entries(metrics) as [RouteMetricName, MetricFacts][];
}

function printRange({ maximum, perMillisecond }: MetricFacts): string {
  return perMillisecond === undefined ? `<0..${maximum}>` : "<N>|<N>ms|<N>s";
}

function readMetric(line: RouteLine, name: RouteMetricName, facts: MetricFacts): boolean {
  let word = line.words.required(line.report);
  const locked = facts.lockable && word?.text === "lock";
  if (locked) word = line.words.required(line.report);
  if (word === undefined) return line.drop();
  const isTime = facts.perMillisecond !== undefined;
  const value = isTime ? readTime(line, word, facts) : parseDecimal(word.text, facts.maximum);
  if (value === undefined)
    return line.refuse(word, `Invalid ${describe(name)} ${shorten(word.text)} specified for route`);
  line.metrics = { ...line.metrics, [name]: { value, locked } };
  return true;
}

/** Without a unit it is the kernel's own; what is finer than the last place of a unit is rounded. */
function readTime(line: RouteLine, word: Word, { maximum, perMillisecond = 1 }: MetricFacts): number | undefined {
  const match = /^(\d{1,20})(?:\.(\d{0,20}))?(ms|s)?$/iu.exec(word.text);
  if (match === null) return undefined;
  const [, whole, fraction = "", unit = ""] = match;
  const places = unit.toLowerCase() === "s" ? 3 : 0;
  if (fraction.length > places) {
    const message = `number '${shorten(word.text)}' has too many decimal places`;
    line.report.warning("invalid-value", word, message, { cure: "it is rounded" });
  }
  const number = Number(`${whole}.${fraction}`);
  if (unit === "") return number <= maximum ? Math.round(number) : undefined;
  const milliseconds = number * 10 ** places;
  // The reference compares the number of milliseconds with the limit for the kernel's unit.
  return milliseconds <= maximum ? Math.min(Math.round(milliseconds) * perMillisecond, maximum) : undefined;
}
