import { encodePayload, text, u32, type Attribute } from "./attribute.ts";

/** Numbers of ip-route(8) in the kernel's units: rtt counts eighths, rttvar quarters of a millisecond, rto_min ms. */
export type RouteMetricName = keyof typeof metricType;

/** `locked`: the kernel does not change it by what it learns. */
export type RouteMetric = { readonly value: number; readonly locked: boolean };
export type RouteMetrics = { readonly [N in RouteMetricName]?: RouteMetric | undefined };

/** What a route says about the connections over it. */
export type RouteTuning = {
  readonly metrics?: RouteMetrics | undefined;
  readonly congestionControl?: { readonly name: string; readonly locked: boolean } | undefined;
  /** Explicit congestion notification. */
  readonly ecn?: true | undefined;
};

/** RTAX_ numbers (rtnetlink(7)). */
const metricType = {
  mtu: 2,
  window: 3,
  rtt: 4,
  rttvar: 5,
  ssthresh: 6,
  cwnd: 7,
  advmss: 8,
  reordering: 9,
  hoplimit: 10,
  initcwnd: 11,
  rto_min: 13,
  initrwnd: 14,
  quickack: 15,
  fastopen_no_cookie: 17,
} as const;
const otherType = { lock: 1, features: 12, congestionControl: 16 } as const;

/** RTAX_FEATURE_ECN */
const ecnFeature = 1;

const names = Object.keys(metricType).filter((name): name is RouteMetricName => name in metricType);

/** The value of RTA_METRICS; undefined when there is nothing to say. */
export function encodeMetrics({ metrics = {}, congestionControl, ecn }: RouteTuning): Uint8Array | undefined {
  let locks = congestionControl?.locked === true ? 1 << otherType.congestionControl : 0;
  const attributes: Attribute[] = [];
  for (const name of names) {
    const metric = metrics[name];
    if (metric === undefined) continue;
    attributes.push([metricType[name], u32(metric.value)]);
    if (metric.locked) locks |= 1 << metricType[name];
  }
  if (ecn === true) attributes.push([otherType.features, u32(ecnFeature)]);
  if (congestionControl !== undefined) attributes.push([otherType.congestionControl, text(congestionControl.name)]);
  if (locks !== 0) attributes.push([otherType.lock, u32(locks)]);
  return attributes.length === 0 ? undefined : encodePayload(new Uint8Array(0), attributes);
}
