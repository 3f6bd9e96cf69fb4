/** A line of keepalived.data, or a whole section, that only one of the two has, and why. */
export type Difference = { readonly what: RegExp; readonly why: string };

/** Sections by their title. */
export const skippedSections: readonly Difference[] = [
  { what: /^VRRP Sockpool$/u, why: "file descriptors and their sharing are the reference's own business" },
];

export const skippedLines: readonly Difference[] = [
  { what: /^\s*fd_in /u, why: "numbers of file descriptors" },
  { what: /^ (?:nftables|libnftnl) /u, why: "how the reference's library was built, and its firewall" },
  { what: /^ Gratuitous ARP lower priority (?:delay|repeat) = 4294967295$/u, why: "unset in the reference's parent" },
  { what: /^ Gratuitous ARP lower priority /u, why: "the same, resolved" },
  { what: /^ Default interface = /u, why: "the reference's parent does not tell it" },
  { what: /^ {3}State = (?:running|idle)$/u, why: "whether a script runs at this very moment" },
  { what: /^ {3}MAC = /u, why: "of another machine" },
  {
    what: /^ {3}(?:Seen up|Delayed state change|(?:Up|Down) debounce|NIC netlink|Reset |Original |rp_filter|Not IPv6)/u,
    why: "what the reference has done to the interface, or remembers of it",
  },
  { what: /^ {3}Weight = /u, why: "the own weight of a vrrp_script counts for its trackers only, which are listed" },
];

/** What is another at each run, made the same. */
export function withoutTime(line: string): string {
  return line
    .replace(/\d{10}\.\d{6} \(\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d\.\d{6} \d{4}\)$/u, "(a time)")
    .replace(/(Password = )(.*)$/u, "$1********")
    .replace(/^( {4}Sent: )[1-9]\d*$/u, "$1(some)");
}
