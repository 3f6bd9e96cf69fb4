/** Whether an option takes a value: `optional` values must be attached, as in `-tFILE` and `--config-test=FILE`. */
export type OptionValue = "none" | "required" | "optional";

export type KeepalivedOption = {
  /** The long name without dashes. */
  readonly name: string;
  /** The letter; undefined: only the long name exists. */
  readonly short?: string;
  readonly value: OptionValue;
  /** What the value is called in the help. */
  readonly valueName?: string;
  readonly help: string;
  /**
   * Undefined: it does what it says. `ignored`: accepted with a warning, since a daemon without it still does its
   * work. `refused`: going on without it would do something else than was asked for. The text says what to do.
   */
  readonly missing?: { readonly kind: "ignored" | "refused"; readonly cure?: string };
};

const ignored = { kind: "ignored" } as const;

/** Every option of keepalived(8), in the order of its help, and before the last two what is ours alone. */
export const keepalivedOptions: readonly KeepalivedOption[] = [
  { name: "use-file", short: "f", value: "required", valueName: "FILE", help: "The configuration file" },
  { name: "vrrp", short: "P", value: "none", help: "Run only VRRP, no health checks" },
  { name: "check", short: "C", value: "none", help: "Run only health checks, no VRRP" },
  { name: "no_bfd", short: "B", value: "none", help: "Run without BFD" },
  { name: "all", value: "none", help: "Run every part, even one without configuration" },
  { name: "log-console", short: "l", value: "none", help: "Write the log to standard error as well" },
  { name: "log-detail", short: "D", value: "none", help: "Detailed log messages" },
  {
    name: "log-facility",
    short: "S",
    value: "required",
    valueName: "0-7|local0-7|user|daemon",
    help: "Syslog facility (daemon)",
  },
  {
    name: "log-file",
    short: "g",
    value: "optional",
    valueName: "FILE",
    help: "Write the log to files",
    missing: { kind: "ignored", cure: "use -n -l and redirect standard error, or syslog" },
  },
  { name: "flush-log-file", value: "none", help: "Flush the log file after each line", missing: ignored },
  { name: "no-syslog", short: "G", value: "none", help: "Write nothing to syslog" },
  { name: "umask", short: "u", value: "required", valueName: "MASK", help: "The umask for files it creates" },
  {
    name: "release-vips",
    short: "X",
    value: "none",
    help: "Remove addresses that were there before when leaving MASTER",
    missing: ignored,
  },
  {
    name: "dont-release-vrrp",
    short: "V",
    value: "none",
    help: "Leave addresses and routes in place at the end",
    missing: ignored,
  },
  {
    name: "dont-release-ipvs",
    short: "I",
    value: "none",
    help: "Leave the table of the load balancer in place at the end",
  },
  { name: "dont-respawn", short: "R", value: "none", help: "End instead of replacing a child process that died" },
  { name: "dont-fork", short: "n", value: "none", help: "Stay in the foreground" },
  { name: "dump-conf", short: "d", value: "none", help: "Write the configuration to the log" },
  { name: "pid", short: "p", value: "required", valueName: "FILE", help: "The daemon's pid file" },
  { name: "vrrp_pid", short: "r", value: "required", valueName: "FILE", help: "The VRRP process's pid file" },
  { name: "checkers_pid", short: "c", value: "required", valueName: "FILE", help: "The checker process's pid file" },
  {
    name: "bfd_pid",
    short: "b",
    value: "required",
    valueName: "FILE",
    help: "The BFD process's pid file",
    missing: ignored,
  },
  {
    name: "genhash",
    short: "T",
    value: "none",
    help: "Act as genhash; has to be the first option",
  },
  {
    name: "address-monitoring",
    short: "a",
    value: "none",
    help: "Log every address that comes or goes",
    missing: ignored,
  },
  {
    name: "namespace",
    short: "s",
    value: "required",
    valueName: "NAME",
    help: "Run in a network namespace",
  },
  { name: "all-config", short: "e", value: "none", help: "Refuse to run when an included file is missing" },
  {
    name: "config-id",
    short: "i",
    value: "required",
    valueName: "ID",
    help: "Which @ID lines of the configuration count (host name)",
  },
  {
    name: "snmp",
    short: "x",
    value: "none",
    help: "Act as an SNMP sub-agent",
    missing: { kind: "refused", cure: "there is no SNMP sub-agent; leave it out, and read keepalived.json instead" },
  },
  {
    name: "snmp-agent-socket",
    short: "A",
    value: "required",
    valueName: "ADDRESS",
    help: "Where the SNMP master agent listens",
    missing: { kind: "ignored", cure: "the daemon runs without an SNMP sub-agent" },
  },
  { name: "core-dump", short: "m", value: "none", help: "Allow core dumps", missing: ignored },
  {
    name: "core-dump-pattern",
    short: "M",
    value: "optional",
    valueName: "PATTERN",
    help: "Allow core dumps under this name",
    missing: ignored,
  },
  {
    name: "signum",
    value: "required",
    valueName: "FUNCTION",
    help: "Print the signal for RELOAD, STOP, DATA, STATS, STATS_CLEAR or JSON",
  },
  {
    name: "config-test",
    short: "t",
    value: "optional",
    valueName: "FILE",
    help: "Check the configuration, report to standard error or FILE",
  },
  {
    name: "config-fd",
    value: "required",
    valueName: "NUMBER",
    help: "Read the configuration from a descriptor",
    missing: { kind: "refused", cure: "name the file with -f" },
  },
  { name: "perf", value: "optional", valueName: "all|run|end", help: "Record performance data", missing: ignored },
  { name: "debug", value: "optional", valueName: "LETTERS", help: "Debugging messages", missing: ignored },
  { name: "no-mem-check", value: "none", help: "Check no allocations", missing: ignored },
  { name: "mem-check-log", short: "L", value: "none", help: "Log allocations", missing: ignored },
  { name: "openssl-mem-check", short: "O", value: "none", help: "Log allocations of OpenSSL", missing: ignored },
  { name: "ignore-sigint", value: "none", help: "Ignore SIGINT" },
  {
    name: "lvs-backend",
    value: "required",
    valueName: "auto|ipvs|nftables",
    help: "What balances load; auto: IPVS where the kernel has it, else nftables",
  },
  {
    name: "record",
    value: "none",
    help: "Write down what VRRP is told, passwords included, below the state directory, for holdfast replay",
  },
  { name: "release-at-once", value: "none", help: "Leaving MASTER, remove addresses before the successor is there" },
  {
    name: "http",
    value: "required",
    valueName: "[ADDRESS:]PORT",
    help: "Tell over HTTP what the daemon knows: a page, an API, metrics; a port alone: to this machine only",
  },
  {
    name: "http-token-file",
    value: "required",
    valueName: "FILE",
    help: "What clients of --http must show, to command and, where the address is not of this machine, to read",
  },
  { name: "peer-url", value: "required", valueName: "URL", help: "The page of another node; may be given repeatedly" },
  {
    name: "state-dir",
    value: "required",
    valueName: "DIR",
    help: "Where a process that replaces another finds its state (a folder below /run/holdfast)",
  },
  {
    name: "socket",
    value: "required",
    valueName: "PATH",
    help: "Where holdfast status and the like ask (holdfast.sock in the state directory)",
  },
  { name: "version", short: "v", value: "none", help: "Print the version" },
  { name: "help", short: "h", value: "none", help: "Print this help" },
];
