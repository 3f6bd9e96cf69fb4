import type { Rng } from "../../src/base/rng.ts";

/** A node with the text of its file. */
export type RandomNode = { readonly name: string; readonly text: string };

/**
 * Files of `count` nodes that belong together, all drawn from `rng`: versions, intervals, priorities, pre-emption, ways
 * of adverts, passwords, sync groups and trackers. `keepalived -t` finds nothing wrong with them.
 */
export function randomCluster(rng: Rng, count: number): readonly RandomNode[] {
  const shape = randomShape(rng, count);
  const nodes = Array.from({ length: count }, (_, index) => index);
  return nodes.map((index) => ({ name: `node${index + 1}`, text: writeNode(rng, shape, index) }));
}

/** What all nodes have in common. */
type Shape = {
  readonly nodes: number;
  readonly version: 2 | 3;
  /** As they are written, of each instance. */
  readonly intervals: readonly string[];
  readonly isUnicast: boolean;
  readonly authentication: "PASS" | "AH" | "none";
  readonly virtualMac: boolean;
  readonly instances: number;
  readonly isGrouped: boolean;
  readonly tracker: "script" | "fault script" | "file" | "interface" | "none";
  readonly startupDelay: boolean;
  readonly linkDelays: boolean;
  readonly isIpv6: boolean;
  /** Adverts that may be missing; undefined: not said. */
  readonly missed: number | undefined;
  /** Further lines of every instance. */
  readonly conduct: readonly string[];
  readonly preemption: "preempt" | "nopreempt" | "delayed" | "mixed";
};

function randomShape(rng: Rng, nodes: number): Shape {
  const version = rng.pick([2, 3] as const);
  const instances = rng.pick([1, 1, 1, 1, 2, 3]);
  const isUnicast = rng.chance(0.3);
  const isGrouped = instances > 1 && rng.chance(0.5);
  const tracker = rng.pick(["none", "none", "script", "fault script", "file", "interface"] as const);
  // Scripts run once in a second: many short intervals in that time are much work and nothing else.
  const short = tracker.endsWith("script") ? ["0.5"] : ["0.1", "0.25", "0.5"];
  const intervals = version === 2 ? ["1", "1", "2", "3"] : [...short, "0.5", "1", "1.5"];
  const usual = rng.pick(intervals);
  return {
    nodes,
    version,
    intervals: rng.chance(0.2)
      ? [rng.pick(intervals), rng.pick(intervals), rng.pick(intervals)]
      : [usual, usual, usual],
    isUnicast,
    authentication:
      version === 2 ? rng.pick(["none", "none", "none", "none", "PASS", "PASS", "PASS", "AH"] as const) : "none",
    virtualMac: !isUnicast && rng.chance(0.1),
    instances,
    isGrouped,
    // Weights of the members of a group do not count.
    tracker: isGrouped && tracker === "script" ? "fault script" : tracker,
    startupDelay: rng.chance(0.1),
    linkDelays: rng.chance(0.1),
    isIpv6: version === 3 && rng.chance(0.3),
    missed: rng.chance(0.1) ? 2 + rng.below(4) : undefined,
    conduct: rng.pick([[], [], [], ["lower_prio_no_advert"], ["higher_prio_send_advert"], ["garp_master_delay 0"]]),
    preemption: rng.pick(["preempt", "preempt", "nopreempt", "delayed", "mixed"] as const),
  };
}

function writeNode(rng: Rng, shape: Shape, index: number): string {
  // Members of a group win and lose together: their priorities are the same.
  const shared = 1 + rng.below(254);
  const instances = Array.from({ length: shape.instances }, (_, number) => {
    const priority = shape.isGrouped ? shared : 1 + rng.below(254);
    return writeInstance(rng, shape, index, number, priority);
  });
  return [
    ...block("global_defs", [`router_id node${index + 1}`, ...(shape.startupDelay ? ["vrrp_startup_delay 0.5"] : [])]),
    ...(shape.linkDelays ? block("interface_up_down_delays", [linkDelays(shape)]) : []),
    ...trackerBlock(shape),
    ...(shape.isGrouped ? group(shape) : []),
    ...instances.flat(),
    "",
  ].join("\n");
}

/** Shorter than the adverts that may be missing, less one, at the shortest interval: 0.1 s for two of them. */
function linkDelays({ missed }: Shape): string {
  return missed === 2 ? "eth0 0.08 0.06" : "eth0 0.15 0.1";
}

function trackerBlock({ tracker }: Shape): readonly string[] {
  if (tracker === "script" || tracker === "fault script") {
    return block("vrrp_script chk", ['script "/bin/true"', "interval 1", "fall 1", "rise 1"]);
  }
  return tracker === "file" ? block("track_file flag", ['file "/run/flag"']) : [];
}

function group({ instances, tracker }: Shape): readonly string[] {
  const members = Array.from({ length: instances }, (_, number) => `VI_${number + 1}`);
  const tracked = tracker === "fault script" ? block("track_script", ["chk"]) : [];
  return block("vrrp_sync_group VG_1", [...block("group", members), ...tracked]);
}

function writeInstance(rng: Rng, shape: Shape, index: number, number: number, priority: number): readonly string[] {
  const { version, intervals, nodes, isIpv6, missed } = shape;
  // Each on a segment of its own, or all on one.
  const link = `eth${shape.isGrouped ? number : 0}`;
  const address = (node: number): string => (isIpv6 ? `fe80::${number}:${node + 1}` : `10.0.${number}.${node + 1}`);
  const peers = Array.from({ length: nodes }, (_, node) => node).filter((node) => node !== index);
  return block(`vrrp_instance VI_${number + 1}`, [
    `interface ${link}`,
    `virtual_router_id ${number + 1}`,
    `version ${version}`,
    `priority ${priority}`,
    `advert_int ${intervals[number] ?? "1"}`,
    ...preemption(rng, shape),
    ...(shape.virtualMac ? ["use_vmac"] : []),
    ...authentication(shape),
    ...(shape.isUnicast ? [`unicast_src_ip ${address(index)}`, ...block("unicast_peer", peers.map(address))] : []),
    ...tracking(rng, shape),
    ...(missed === undefined ? [] : [`down_timer_adverts ${missed}`]),
    ...shape.conduct,
    ...block(
      "virtual_ipaddress",
      isIpv6
        ? [`fe80::${number}:100/64 dev ${link}`, `2001:db8:${number}::100/64 dev ${link}`]
        : [`10.0.${number}.100/24 dev ${link}`],
    ),
  ]);
}

function preemption(rng: Rng, { preemption: how }: Shape): readonly string[] {
  const chosen = how === "mixed" ? rng.pick(["preempt", "nopreempt", "delayed"] as const) : how;
  if (chosen === "nopreempt") return ["state BACKUP", "nopreempt"];
  return chosen === "delayed" ? ["state BACKUP", `preempt_delay ${1 + rng.below(5)}`] : [];
}

function authentication({ authentication: type }: Shape): readonly string[] {
  return type === "none" ? [] : block("authentication", [`auth_type ${type}`, "auth_pass secret"]);
}

/** What a group tracks is in the group. */
function tracking(rng: Rng, { tracker, isGrouped }: Shape): readonly string[] {
  const weight = rng.pick([-60, -20, 10, 40]);
  switch (tracker) {
    case "script":
      return block("track_script", [`chk weight ${weight}`]);
    case "fault script":
      return isGrouped ? [] : block("track_script", ["chk"]);
    case "file":
      return block("track_file", [isGrouped ? "flag weight 0" : `flag weight ${rng.pick([0, weight])}`]);
    case "interface":
      return block("track_interface", ["eth7"]);
    case "none":
      return [];
    default:
      return tracker satisfies never;
  }
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return [`${name} {`, ...lines.map((line) => `    ${line}`), "}"];
}
