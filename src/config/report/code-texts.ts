import type { DiagnosticCode } from "../diagnostic.ts";

/** What the findings of a kind have in common. */
export type CodeText = {
  /** A few words, without a full stop. */
  readonly summary: string;
  /** Sentences: what it leads to and what to do. */
  readonly help: string;
};

/** Every kind of finding, explained: `holdfast explain CODE`, and the rules of a SARIF log. */
export const codeTexts: Readonly<Record<DiagnosticCode, CodeText>> = {
  "null-character": {
    summary: "a line with a null character",
    help: "The whole line is ignored. The file was most likely damaged, or is no text.",
  },
  "long-line": {
    summary: "a line that is too long",
    help: "The whole line is ignored. Split a list over several lines; comments do not count.",
  },
  "unclosed-quote": {
    summary: "a quote that is not closed",
    help: "The rest of the line is taken as the value. Close the quote where the value ends.",
  },
  "missing-brace": {
    summary: "a block without its opening brace",
    help: "The block is skipped with what can only be its content. Put { behind the keyword, or on the next line.",
  },
  "unexpected-brace": {
    summary: "an opening brace where no block begins",
    help: "The brace is ignored. The keyword before it takes no block, or its name is misspelt.",
  },
  "extra-brace": {
    summary: "a closing brace without its opening one",
    help: "The brace is ignored. Either it is one too many, or a { is missing above.",
  },
  "unclosed-block": {
    summary: "a block that is not closed",
    help: "All that follows is read as part of the block. Add the missing }.",
  },
  include: {
    summary: "an include line that does not find its files",
    help:
      "What cannot be read is left out. Where includer, includem, includew, includeb, includea, include_check or the " +
      "option -e insist on it, the daemon does not start.",
  },
  repetition: {
    summary: "a ~SEQ or ~LST that cannot be understood",
    help: "The line is left out. Write ~SEQ(NAME, FIRST, STEP, LAST) or ~LST(NAME, VALUE, VALUE).",
  },
  limit: {
    summary: "a configuration that grows without end",
    help:
      "Files that include one another, or parameters that contain themselves, make more than can be read. Nothing of the " +
      "configuration is used.",
  },
  "unknown-keyword": {
    summary: "a keyword that nothing knows here",
    help: "The line is ignored, as it is by Keepalived. It is misspelt, or belongs into another block.",
  },
  "unknown-block": {
    summary: "a block that nothing knows here",
    help:
      "The block is skipped as a whole. Keepalived reads its lines as if they stood in the block around it, " +
      "so that one mistake leads to many.",
  },
  "not-implemented": {
    summary: "something that is accepted, but not implemented yet",
    help:
      "The keyword is known and its words are checked, but what it asks for does not happen. Where running without it " +
      "would do harm, the daemon refuses to start.",
  },
  deprecated: {
    summary: "a keyword that is out of date",
    help: "It still has its meaning. Write what is suggested instead.",
  },
  repeated: {
    summary: "a setting that is given twice",
    help: "The last one counts. Remove the others.",
  },
  "missing-parameter": {
    summary: "a keyword without the word it needs",
    help: "The daemon does not start: Keepalived ends with status 2 at such a line. Write the missing word.",
  },
  "extra-words": {
    summary: "words that nothing reads",
    help: "They are ignored. A script with arguments belongs into one pair of double quotes.",
  },
  "invalid-value": {
    summary: "a value that cannot be understood",
    help: "The message says what is used instead. See holdfast explain KEYWORD for what may be written.",
  },
  "out-of-range": {
    summary: "a number outside its range",
    help: "The number is not used; the message says what is used instead.",
  },
  "missing-setting": {
    summary: "a setting that is needed",
    help: "Without it the block, or the whole daemon, cannot do its work.",
  },
  conflict: {
    summary: "settings that do not go together",
    help: "One of them gives way; the message says which. Decide for one.",
  },
  duplicate: {
    summary: "the same thing twice",
    help: "One of them counts; the message says which. Remove the other or rename it.",
  },
  "not-found": {
    summary: "a name of something that does not exist",
    help:
      "An interface, a script, a file or a block that is referred to is not there, or stands below the place that " +
      "names it.",
  },
  unused: {
    summary: "something that nothing uses",
    help: "It has no effect and is left out. Name it where it is to be used, or remove it.",
  },
  "address-family": {
    summary: "IPv4 and IPv6 mixed",
    help:
      "An instance is of one family, that of its first address. Addresses of the other one go into " +
      "virtual_ipaddress_excluded or into an instance of their own.",
  },
  authentication: {
    summary: "authentication that does not work as written",
    help:
      "Passwords exist in version 2 only, have eight characters at most and cross the network in the clear. All " +
      "machines of a virtual router must agree.",
  },
  adjusted: {
    summary: "a setting that was changed to make sense",
    help: "The message says to what. Write that value to make the file say what happens.",
  },
  balancer: {
    summary: "the load balancer cannot do what a virtual server asks for",
    help: "IPVS does all of it; nftables forwards by NAT, and schedules by rr, wrr, sh, mh and dh. Use these, or --lvs-backend ipvs.",
  },
  "script-security": {
    summary: "scripts that run without protection",
    help:
      "Scripts run as root although somebody else might change them. Write enable_script_security and script_user into " +
      "global_defs.",
  },
  "tutorial-vrid": {
    summary: "the virtual router number of the tutorials",
    help:
      "Number 51 was copied from an example by many. Two virtual routers with the same number on one network disturb " +
      "each other: choose a number of your own.",
  },
  "duplicate-address": {
    summary: "the same address in two instances",
    help: "Each instance sets and removes the address without regard to the other. Give it to one of them.",
  },
  "strict-mode": {
    summary: "strict mode takes something away",
    help:
      "It holds instances to the letter of the RFC: addresses do not answer on a master that does not own them, and " +
      "unicast and authentication are refused. Remove vrrp_strict or strict_mode unless that is what you want.",
  },
  "useless-weight": {
    summary: "a weight that never moves an address",
    help:
      "The priority changes by too little, or its change makes no difference. The gap between the nodes' priorities " +
      "must be smaller than the weight; weight 0 makes a failure a fault.",
  },
  "unsteady-script": {
    summary: "a script whose result may flap",
    help: "A single slow or failed run changes the result. Set fall, and a timeout not longer than interval.",
  },
  "script-program": {
    summary: "a script that cannot be started",
    help: "Such a script is disabled: nothing watches or tells in its place. Correct the path, the mode or the #! line.",
  },
  "script-account": {
    summary: "a script's account cannot be used",
    help: "The script is not run. Create the account, or name another one.",
  },
  "script-unsafe": {
    summary: "a script that others may change",
    help: "It runs as root, but another account can write to it or to a folder above it.",
  },
  "shell-syntax": {
    summary: "shell syntax that no shell reads",
    help:
      "Scripts are started directly: && | ; > $( ) and [[ are plain words to them. Put the commands into a file, or " +
      "write /bin/sh -c '...'.",
  },
  mail: {
    summary: "mails that cannot be sent",
    help: "Mails need smtp_server, notification_email and notification_email_from in global_defs.",
  },
  "real-time-checkers": {
    summary: "checkers that may hold up adverts",
    help:
      "The kernel leaves a part of each processor to processes without real time. What real-time checkers take there, " +
      "the VRRP process waits for as well.",
  },
  "virtual-server": {
    summary: "load balancing that cannot work as written",
    help: "The message says what the kernel, or a health check, would do with it.",
  },
  "only-on-one-node": {
    summary: "an instance that has no partner",
    help: "No other node has an instance with this number and family: when its node dies, nobody takes the addresses.",
  },
  "vrid-differs": {
    summary: "different virtual router numbers",
    help: "Nodes hear each other only when virtual_router_id is the same. Otherwise each becomes master.",
  },
  "addresses-differ": {
    summary: "different addresses",
    help: "After a fail-over the addresses that only one node has are gone. Give all nodes the same ones.",
  },
  "version-differs": {
    summary: "different protocol versions",
    help: "Nodes drop the adverts of the other version, and each becomes master.",
  },
  "interval-differs": {
    summary: "different advert intervals",
    help: "Version 2 drops such adverts, and each node becomes master; version 3 takes the interval of the master.",
  },
  "authentication-differs": {
    summary: "different authentication",
    help: "Nodes drop each other's adverts, and each becomes master. Use the same type and password everywhere.",
  },
  "transport-differs": {
    summary: "different ways for the adverts",
    help: "Multicast, its group or unicast must be the same on all nodes, or they do not hear each other.",
  },
  "checksum-differs": {
    summary: "different checksums",
    help: "Version 3 over IPv4 knows two ways to compute the checksum (v3_checksum_as_v2). Use one everywhere.",
  },
  "peers-differ": {
    summary: "unicast peers that do not match",
    help:
      "Each node lists the addresses of all others, and no node its own. An advert from an address that is not listed " +
      "is dropped.",
  },
  "same-source": {
    summary: "the same source address on two nodes",
    help: "A node takes adverts with its own address for its own and ignores them. Give each node its address.",
  },
  "sync-group-differs": {
    summary: "different sync groups",
    help: "Instances move together on one node and apart on the other. Use the same groups everywhere.",
  },
  "equal-priorities": {
    summary: "equal priorities",
    help: "The higher source address decides. Give different priorities to decide yourself.",
  },
  "several-masters": {
    summary: "state MASTER on several nodes",
    help: "The priority decides, not the state. Write MASTER on one node or BACKUP on all.",
  },
  "several-owners": {
    summary: "priority 255 on several nodes",
    help: "255 says that a node owns the addresses, and no owner gives way to another.",
  },
  "preemption-differs": {
    summary: "different rules of preemption",
    help: "Which node keeps the addresses then depends on who failed. Use nopreempt and preempt_delay alike everywhere.",
  },
  "crossed-priorities": {
    summary: "members of a sync group that prefer different nodes",
    help: "Members of a group are masters together: let one node have the highest priority in all of them.",
  },
  "nobody-moves": {
    summary: "a failure that moves no address",
    help:
      "When the tracker fails, its node keeps the highest priority. The weight must be larger than the gap between the " +
      "priorities.",
  },
  "nobody-left": {
    summary: "a failure that leaves nobody",
    help: "When the tracker fails on all nodes, no node holds the addresses. A weight would leave them with one.",
  },
  "too-many-findings": {
    summary: "more findings than are shown",
    help: "Correct those that are shown and check again.",
  },
};
