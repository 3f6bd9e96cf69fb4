import { readTold } from "./golden.ts";

/** The incidents of the lab in the order of the page, with what has happened. */
const incidents: readonly (readonly [name: string, title: string, what: string])[] = [
  [
    "peer-killed",
    "The peer was killed",
    "All processes of the master's daemon end at one moment (SIGKILL), as when it loses its power. Here node2 was the master.",
  ],
  [
    "peer-stopped",
    "The peer was stopped",
    "The master's daemon is told to stop (SIGTERM). There is no daemon on node1 any more: it is told from its journal.",
  ],
  ["link-cut", "A link was cut", "The interface of the master loses its carrier."],
  [
    "script-failed",
    "A script failed",
    "`chk_http` with `weight -60` begins to fail on the master, whose priority is 150.",
  ],
  ["script-timed-out", "A script timed out", "`chk_slow` with weight 0 hangs on the master."],
  ["password-changed", "The password was changed on one side", "The backup is reloaded with another `auth_pass`."],
  [
    "address-list-differs",
    "The addresses differ",
    "Each node has an address in `virtual_ipaddress` that the other one lacks. Nothing fails over.",
  ],
  [
    "protocol-filtered",
    "Protocol 112 is filtered one way",
    "A rule of nftables on node2 drops what comes in: it never hears node1, which hears node2.",
  ],
  [
    "vrid-of-a-stranger",
    "A stranger uses the VRID",
    "A router of another cluster with a higher priority comes up in the same network with our `virtual_router_id`.",
  ],
  [
    "process-stopped",
    "The own process was stopped for two seconds",
    "The master's vrrp process gets SIGSTOP, and SIGCONT two seconds later.",
  ],
  [
    "address-deleted",
    "An address was deleted by hand",
    "`ip address delete` takes a virtual address from the master. Nothing fails over.",
  ],
  ["maintenance", "Maintenance", "`holdfast maintenance on` for the master."],
  [
    "sync-group",
    "A sync group",
    "WEST and EAST are the sync group BOTH; the interface of WEST loses its carrier on the master.",
  ],
];

const introduction = `<!-- Made from labs/incidents/golden: UPDATE=1 writes it anew (see page.test.ts there). -->

# Why did it fail over?

\`holdfast explain NAME\` tells the last fail-over of an instance or a sync group in sentences: what was seen, what was
missing, why it came to that, what else is known that bears on it, and what to do. What it says is evidence: events with
their causes, the table of peers, and what the daemon knows of its own timers, scripts and links. Where it has to infer
something it says "probably", and from what.

\`\`\`
holdfast explain VI_1             an instance or a sync group of the running daemon
holdfast explain --json VI_1      the same for programs
holdfast explain priority         a keyword of the configuration, as ever
holdfast explain --keyword NAME   the keyword, where an instance has the same name
holdfast explain --instance NAME  the instance, where a keyword has the same name and no daemon runs
\`\`\`

Where no daemon runs, it reads the journal that the last one left in its state directory. Ask on both nodes: each knows
only what it has seen itself.

Below are twelve incidents between two nodes with adverts every 0.1 s, as a lab stages them, and what is said of each, and
last a sync group. node1
(192.0.2.1) was the master, with priority 150, node2 (192.0.2.2) its backup, with priority 100. Times, lengths of time and
counts are replaced by letters.
`;

/** docs/explain.md. */
export function page(): string {
  const sections = incidents.map(([name, title, what]) => {
    const tellings = readTold(name).map(({ node, text }) => `On ${node}:\n\n\`\`\`\n${text}\n\`\`\`\n`);
    return `## ${title}\n\n${what}\n\n${tellings.join("\n")}`;
  });
  return [introduction, ...sections].join("\n");
}
