import type { Case, Outcome } from "./corpus/index.ts";

/** Files that Holdfast treats otherwise than C Keepalived 2.2.7 does, and why. */
export type Difference = {
  readonly reason: string;
  /** What Holdfast does with them; the reference does the opposite. */
  readonly holdfast: Outcome;
  /** Names of cases, or patterns of them. */
  readonly cases: readonly (string | RegExp)[];
};

/** Rows that are marked as newer in the tables. */
const newerKeyword: Difference = {
  reason: "the keyword exists only after 2.2.7",
  holdfast: "accepted",
  cases: [],
};

/** Words that 2.2.7 does not know yet behind keywords that it knows, and what it does not find yet. */
const laterVersions: readonly Difference[] = [
  {
    reason: "later versions read fractions of seconds",
    holdfast: "accepted",
    cases: [/^vrrp_script: (?:interval|timeout) (?:0\.5|2\.000001)$/u],
  },
  {
    reason: "later versions take more words behind use_vmac",
    holdfast: "accepted",
    cases: [/^vrrp_instance: use_vmac (?:netlink_notify_msg|vrrp51 netlink_notify_msg|group 1|name vm1)$/u],
  },
  {
    reason: "later versions have ${_ENV ...}",
    holdfast: "accepted",
    cases: ["file: built-in-environment"],
  },
  {
    reason: "later versions know the bits of a class together: IRWXG",
    holdfast: "accepted",
    cases: ["global_defs: umask IRWXG|IRWXO"],
  },
  {
    reason: "the peer of an address may have a prefix length in later versions",
    holdfast: "accepted",
    cases: [/^virtual_ipaddress: 192\.0\.2\.100 peer 192\.0\.2\.7\/\d+$/u],
  },
  {
    reason: "later versions take a group behind a colon",
    holdfast: "accepted",
    cases: ["vrrp_script: user nobody :nogroup", "global_defs: script_user root :root"],
  },
  {
    reason: "rules may begin with their family in later versions",
    holdfast: "accepted",
    cases: ["virtual_rules: inet from 192.0.2.0/24 table 100 priority 100", /^virtual_rules: inet6 from (?:all|2001)/u],
  },
  {
    reason: "later versions refuse unicast in strict mode",
    holdfast: "rejected",
    cases: ["file: strict-with-unicast"],
  },
  {
    reason: "later versions disable a script that is not executable",
    holdfast: "rejected",
    cases: ['vrrp_script: script "/etc/keepalived/plain.sh"'],
  },
  {
    reason: "later versions leave out a line with a null character, and say so",
    holdfast: "rejected",
    cases: [/^bytes: a null character/u],
  },
];

/** Where the reference says nothing, or something that is not so, and Holdfast does better. */
const mistakesOfTheReference: readonly Difference[] = [
  {
    reason: "the reference does not notice a block without its braces when the surrounding block ends there",
    holdfast: "rejected",
    cases: [
      /^vrrp_instance: virtual_(?:ipaddress_excluded|routes|rules)$/u,
      /^vrrp_instance with trackers: track_(?:interface|script|file|process|bfd)$/u,
    ],
  },
  {
    reason: "the reference takes 65536 for a weight, which the kernel does not",
    holdfast: "rejected",
    cases: [/^(?:virtual|real)_server: weight 65536$/u],
  },
  {
    reason: "the reference takes the table modulo 2^32",
    holdfast: "rejected",
    cases: ["virtual_routes: 198.51.100.0/24 dev eth0 table 4294967296"],
  },
  {
    reason: "an include that never ends is an error",
    holdfast: "rejected",
    cases: ["file: include-loop"],
  },
  {
    reason: "the reference reads the file of an include behind @id twice",
    holdfast: "accepted",
    cases: ["file: conditional-include"],
  },
  {
    reason: "the reference takes a byte of ff at the end of hexadecimal digits for a mistake",
    holdfast: "accepted",
    cases: ["real_server: UDP_CHECK { payload 00ff }", "UDP_CHECK: payload 00 ff"],
  },
  {
    reason: "the reference finds two families in a rule whose realms stand before `from all`",
    holdfast: "accepted",
    cases: [/^virtual_rules: realms 1(?:\/2)? from all/u],
  },
  {
    reason: "the reference reads the end of a long comment as a line of its own",
    holdfast: "accepted",
    cases: ["bytes: a comment of 5000 characters"],
  },
  {
    reason: "lvs_method holds for the real servers above it as well: the last one counts",
    holdfast: "rejected",
    cases: ["file: virtual-server-method-for-the-rest"],
  },
  {
    reason: "no_checker_emails is a flag by the manual; 2.2.7 reads a word behind it",
    holdfast: "accepted",
    cases: ["global_defs: no_checker_emails extra words"],
  },
];

/** What this machine or this version of Holdfast cannot do. */
const unfinished: readonly Difference[] = [
  {
    reason: "refused until it is built: without it the daemon would be in the wrong network",
    holdfast: "rejected",
    cases: ["root: net_namespace one two"],
  },
  {
    reason: "Debian's 2.2.7 is built without iptables, which other builds have",
    holdfast: "accepted",
    cases: [/^global_defs: vrrp_iptables/u],
  },
  {
    reason: "what kind an interface is of is not known when the file is read",
    holdfast: "accepted",
    cases: ["vrrp_instance: use_vmac eth1", "virtual_routes: 198.51.100.0/24 dev eth0 vrf eth3"],
  },
  {
    reason: "refused until dynamic_interfaces is built: the instance would never start",
    holdfast: "rejected",
    cases: ["file: unknown-interface-but-dynamic"],
  },
  {
    reason: "the mail relay is looked up when there is a mail, not when the file is read",
    holdfast: "accepted",
    cases: ["global_defs: smtp_server 300.1.1.1"],
  },
];

export const differences: readonly Difference[] = [...laterVersions, ...mistakesOfTheReference, ...unfinished];

/** Why Holdfast may treat the file otherwise; undefined: it may not. */
export function differenceFor(each: Case): Difference | undefined {
  if (each.newer) return newerKeyword;
  return differences.find(({ cases }) => cases.some((pattern) => isMatch(pattern, each.name)));
}

export function isMatch(pattern: string | RegExp, name: string): boolean {
  return typeof pattern === "string" ? pattern === name : pattern.test(name);
}
