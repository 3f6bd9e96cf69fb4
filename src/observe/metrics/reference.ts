import { compatibleFamilies } from "./compatible-families.ts";
import { daemonFamilies } from "./daemon-families.ts";
import type { Family } from "./family.ts";
import { measuredFamilies } from "./histograms.ts";
import { instanceFamilies } from "./instance-families.ts";
import { ownHelp } from "./own-families.ts";
import { serviceFamilies } from "./service-families.ts";

type Row = { readonly name: string; readonly type: string; readonly labels: readonly string[]; readonly help: string };

/** docs/metrics.md: every metric there is, from the tables that make them. */
export function printMetricsPage(): string {
  return [
    introduction,
    section("The daemon", daemonFamilies),
    section("Instances, groups, peers, trackers", instanceFamilies),
    section("Virtual and real servers", serviceFamilies),
    section("Lengths of time", measuredFamilies.map(histogramRow), lengths),
    section("The observer process", ownRows),
    section("Names that dashboards know", compatibleFamilies, compatibility),
    rules,
  ].join("\n");
}

const introduction = `<!-- Written by src/observe/metrics/reference.test.ts with UPDATE=1. -->

# Metrics

\`/metrics\` of \`holdfast run --http\` ([http.md](http.md)) tells in the text format of Prometheus what \`holdfast status\` tells.
All of it is of one moment. Counters begin anew when the process that counts is replaced, as every counter of Prometheus
may; times are seconds of the Unix epoch, lengths of time seconds. What is not known has no sample.

\`\`\`yaml
scrape_configs:
  - job_name: holdfast
    authorization:
      credentials_file: /etc/prometheus/holdfast.token # Only where --http-token-file is used
    static_configs:
      - targets: ["192.0.2.1:9650", "192.0.2.2:9650"]
\`\`\`
`;

const lengths = `Histograms, each with \`_bucket\`, \`_sum\` and \`_count\`.
`;

const compatibility = `The names and labels of the common exporters for C Keepalived, so that dashboards and alerts go on working: those that
end in \`_total\`, \`keepalived_vrrp_state\` and \`keepalived_script_status\` are of mehdy/keepalived-exporter, the other
\`keepalived_vrrp_\` ones of gen2brain/keepalived_exporter. What these read from \`keepalived.json\`, such as the delay of
gratuitous ARP, whether a script runs at this moment, or the packets of a virtual server, is not there.
`;

const rules = `## Alerts to begin with

\`\`\`yaml
groups:
  - name: holdfast
    rules:
      - alert: NobodyIsMaster
        expr: max by (instance) (holdfast_instance_state{state="master"}) == 0
        for: 10s
      - alert: SeveralAreMaster
        expr: sum by (instance) (holdfast_instance_state{state="master"}) > 1
        for: 10s
      - alert: InstanceInFault
        expr: holdfast_instance_state{state="fault"} == 1
        for: 1m
      - alert: HoldfastWarns
        expr: sum by (kind, subject) (holdfast_warnings) > 0
        for: 1m
      - alert: RealServerDown
        expr: holdfast_real_server_up == 0
        for: 1m
      - alert: AdvertsLate
        expr: histogram_quantile(0.99, rate(holdfast_timer_lateness_seconds_bucket[5m])) > 0.1
\`\`\`

Prometheus has a label \`instance\` of its own for what it scrapes, and renames ours to \`exported_instance\` unless
\`honor_labels: true\` is set for the job.
`;

function section(title: string, rows: readonly (Row | Family)[], text = ""): string {
  const table = rows.map(({ name, type, labels, help }) => {
    const names = labels.map((label) => `\`${label}\``).join(" ");
    return `| \`${name}\` | ${type} | ${names} | ${help} |`;
  });
  const head = ["| Metric | Type | Labels | Meaning |", "| --- | --- | --- | --- |"];
  return [`## ${title}`, "", ...(text === "" ? [] : [text]), ...head, ...table, ""].join("\n");
}

function histogramRow({ name, help }: { readonly name: string; readonly help: string }): Row {
  return { name, type: "histogram", labels: [], help };
}

const ownRows: readonly Row[] = [
  { name: "holdfast_event_streams", type: "gauge", labels: [], help: ownHelp.holdfast_event_streams },
  { name: "holdfast_events_total", type: "counter", labels: ["kind", "severity"], help: ownHelp.holdfast_events_total },
];
