import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { sampleDocument, sampleInstance, sampleTime } from "../samples.ts";
import { type ParsedFamily, parseExposition } from "./exposition-parser.ts";
import { Exposition, expositionInterval } from "./exposition.ts";

async function expose(document: StatusDocument): Promise<readonly ParsedFamily[]> {
  const exposition = new Exposition({ streams: () => 3 }, () => 0);
  exposition.count("instance-state", "notice");
  exposition.count("instance-state", "notice");
  const { body, type } = await exposition.text(async () => await Promise.resolve({ document }));
  assert.equal(type, "text/plain; version=0.0.4; charset=utf-8");
  return parseExposition(Buffer.from(body).toString());
}

/** Samples as they are written, with their labels in order. */
async function samplesOf(document: StatusDocument, ...names: readonly string[]): Promise<readonly string[]> {
  const families = (await expose(document)).filter(({ name }) => names.includes(name));
  assert.equal(families.length, names.length);
  return families.flatMap(({ samples }) =>
    samples.map(({ name, labels, value }) => {
      const inside = [...labels].map(([label, text]) => `${label}=${text}`).join(" ");
      return `${name.replace(/^(?:holdfast|keepalived)_/u, "")}{${inside}} ${value}`;
    }),
  );
}

test("the parser finds what is wrong", () => {
  const good = "# HELP a b\n# TYPE a gauge\n";
  parseExposition(`${good}a{x="1"} 1\na{x="\\"\\\\\\n"} 2\n`);
  for (const [text, wrong] of [
    ["a 1", /no end/u],
    ["a 1\n", /without a family/u],
    [`${good}b 1\n`, /not of a/u],
    [`${good}a 1\na 1\n`, /that is there/u],
    [`${good}a{x="1",x="2"} 1\n`, /no sample/u],
    [`${good}a{x="\\q"} 1\n`, /no sample/u],
    [`${good}a one\n`, /no sample/u],
    [`${good}${good}`, /a name that is there/u],
    ["# HELP a b\n# TYPE a thing\n", /no such type/u],
    ['# HELP h b\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n', /does not add up/u],
  ] as const) {
    assert.throws(() => parseExposition(text), wrong, text);
  }
});

test("states, with causes, are one sample each", async () => {
  assert.deepEqual(
    await samplesOf(sampleDocument, "holdfast_instance_state", "holdfast_transitions_total", "holdfast_group_state"),
    [
      "instance_state{instance=VI_1 state=init} 0",
      "instance_state{instance=VI_1 state=backup} 0",
      "instance_state{instance=VI_1 state=master} 1",
      "instance_state{instance=VI_1 state=fault} 0",
      "transitions_total{instance=VI_1 to=backup cause=started} 1",
      "transitions_total{instance=VI_1 to=master cause=timeout} 2",
      "group_state{group=G1 state=init} 0",
      "group_state{group=G1 state=backup} 0",
      "group_state{group=G1 state=master} 1",
      "group_state{group=G1 state=fault} 0",
    ],
  );
});

test("adverts, peers and times", async () => {
  assert.deepEqual(
    await samplesOf(
      sampleDocument,
      "holdfast_adverts_sent_total",
      "holdfast_adverts_rejected_total",
      "holdfast_instance_addresses_held",
      "holdfast_peer_last_heard_seconds",
      "holdfast_peer_longest_gap_seconds",
      "holdfast_peer_address_differences",
    ),
    [
      "adverts_rejected_total{instance=VI_1 reason=password} 2",
      "adverts_rejected_total{instance=VI_1 reason=ttl} 1",
      "instance_addresses_held{instance=VI_1} 1",
      "adverts_sent_total{instance=VI_1} 3600",
      `peer_last_heard_seconds{instance=VI_1 peer=192.0.2.2} ${(sampleTime - 500_000) / 1e6}`,
      "peer_longest_gap_seconds{instance=VI_1 peer=192.0.2.2} 1.75",
      "peer_address_differences{instance=VI_1 peer=192.0.2.2} 1",
    ],
  );
});

test("servers: what is not in the table has no weight, what was not checked is neither up nor down", async () => {
  const service = "service=TCP [192.0.2.100]:80";
  assert.deepEqual(
    await samplesOf(
      sampleDocument,
      "holdfast_real_server_up",
      "holdfast_real_server_weight",
      "holdfast_real_server_drained",
      "holdfast_checker_up",
      "holdfast_check_failures_total",
    ),
    [
      `real_server_up{${service} server=[198.51.100.1]:80} 1`,
      `real_server_up{${service} server=[198.51.100.2]:80} 0`,
      `real_server_weight{${service} server=[198.51.100.1]:80} 3`,
      `real_server_drained{${service} server=[198.51.100.1]:80} 0`,
      `real_server_drained{${service} server=[198.51.100.2]:80} 1`,
      `checker_up{${service} server=[198.51.100.1]:80 checker=HTTP_GET} 1`,
      `check_failures_total{${service} server=[198.51.100.1]:80 checker=HTTP_GET} 2`,
      `check_failures_total{${service} server=[198.51.100.2]:80 checker=TCP_CHECK} 0`,
    ],
  );
});

test("histograms are cumulative, in seconds", async () => {
  assert.deepEqual(await samplesOf(sampleDocument, "holdfast_timer_lateness_seconds"), [
    "timer_lateness_seconds_bucket{le=0.001} 5",
    "timer_lateness_seconds_bucket{le=0.01} 8",
    "timer_lateness_seconds_bucket{le=1} 9",
    "timer_lateness_seconds_bucket{le=+Inf} 10",
    "timer_lateness_seconds_sum{} 2.75",
    "timer_lateness_seconds_count{} 10",
  ]);
});

test("processes, warnings, events, and what the observer process has itself", async () => {
  const document = { ...sampleDocument, silent: ["checkers"], warnings: [...sampleDocument.warnings] } as const;
  const twice = { ...document, warnings: [...document.warnings, ...document.warnings] };
  assert.deepEqual(
    await samplesOf(
      twice,
      "holdfast_process_up",
      "holdfast_process_restarts_total",
      "holdfast_warnings",
      "holdfast_strangers",
      "holdfast_last_event_id",
      "holdfast_event_streams",
      "holdfast_events_total",
    ),
    [
      "process_up{process=supervisor} 1",
      "process_up{process=vrrp} 1",
      "process_up{process=checkers} 0",
      "process_restarts_total{process=supervisor} 0",
      "process_restarts_total{process=vrrp} 1",
      "process_restarts_total{process=checkers} 0",
      "last_event_id{} 17",
      "warnings{kind=address-list-differs subject=VI_1} 2",
      "strangers{protocol=vrrp} 0",
      "strangers{protocol=carp} 1",
      "event_streams{} 3",
      "events_total{kind=instance-state severity=notice} 2",
    ],
  );
});

test("the common exporters' names, labels and values", async () => {
  const own = "iname=VI_1 intf=eth0 vrid=51";
  assert.deepEqual(
    await samplesOf(
      sampleDocument,
      "keepalived_up",
      "keepalived_vrrp_state",
      "keepalived_script_status",
      "keepalived_advertisements_received_total",
      "keepalived_authentication_failure_total",
      "keepalived_vrrp_advert_rcvd",
      "keepalived_vrrp_ip_ttl_err",
    ),
    [
      "up{} 1",
      `vrrp_state{${own} ip_address=192.0.2.100} 2`,
      `vrrp_state{${own} ip_address=2001:db8::1} 2`,
      "script_status{name=chk_http} 0",
      `advertisements_received_total{${own}} 42`,
      `authentication_failure_total{${own}} 2`,
      "vrrp_advert_rcvd{name=VI_1 intf=eth0 vrid=51 state=MASTER} 42",
      "vrrp_ip_ttl_err{name=VI_1 intf=eth0 vrid=51 state=MASTER} 1",
    ],
  );
});

test("names that need escaping stay what they are", async () => {
  const name = 'a "quoted" \\ name\nof two lines';
  const families = await expose({ ...sampleDocument, instances: [{ ...sampleInstance, name }] });
  const family = families.find((each) => each.name === "holdfast_instance_priority");
  assert.equal(family?.samples[0]?.labels.get("instance"), name);
});

test("a daemon with nothing in it can be scraped, and what has gone is gone", async () => {
  const none = { bounds: [], counts: [], sum: 0 };
  const measures = { advertGap: none, timerLateness: none, scriptDuration: none, checkDuration: none };
  const lists = { instances: [], groups: [], trackers: [], services: [], warnings: [], strangers: [] };
  let now = 0;
  let document: StatusDocument = sampleDocument;
  const exposition = new Exposition({ streams: () => 0 }, () => now);
  const text = async (): Promise<string> => {
    const { body } = await exposition.text(async () => await Promise.resolve({ document }));
    return Buffer.from(body).toString();
  };
  const first = await text();
  document = { ...sampleDocument, ...lists, measures };
  now = expositionInterval - 1;
  assert.equal(await text(), first, "not made anew before a second is over");
  now = expositionInterval;
  assert.doesNotMatch(await text(), /VI_1|chk_http/u);
  parseExposition(await text());
});

test("every metric is documented, and every documented one is there, with its type", async () => {
  const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
  const documented = [...page.matchAll(/^\| `(\w+)`\s+\| (\w+)/gmu)].map(([, name, type]) => `${name} ${type}`);
  const exposed = (await expose(sampleDocument)).map(({ name, type }) => `${name} ${type}`);
  assert.deepEqual(documented.toSorted(), exposed.toSorted());
});

test("a thousand instances are told within the time of a scrape", async () => {
  const instances = Array.from({ length: 1_000 }, (_, index) => ({ ...sampleInstance, name: `VI_${index}` }));
  const families = await expose({ ...sampleDocument, instances });
  assert.equal(families.find(({ name }) => name === "holdfast_instance_state")?.samples.length, 4_000);
});
