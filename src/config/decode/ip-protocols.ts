/** Protocols above IP by name (IANA, "Assigned Internet Protocol Numbers"), as /etc/protocols has them everywhere. */
const protocols: ReadonlyMap<string, number> = new Map([
  ["ip", 0],
  ["hopopt", 0],
  ["icmp", 1],
  ["igmp", 2],
  ["ipencap", 4],
  ["tcp", 6],
  ["egp", 8],
  ["igp", 9],
  ["udp", 17],
  ["dccp", 33],
  ["ipv6", 41],
  ["ipv6-route", 43],
  ["ipv6-frag", 44],
  ["rsvp", 46],
  ["gre", 47],
  ["esp", 50],
  ["ah", 51],
  ["ipv6-icmp", 58],
  ["ipv6-nonxt", 59],
  ["ipv6-opts", 60],
  ["eigrp", 88],
  ["ospf", 89],
  ["ipip", 94],
  ["pim", 103],
  ["vrrp", 112],
  ["l2tp", 115],
  ["isis", 124],
  ["sctp", 132],
  ["udplite", 136],
  ["mpls-in-ip", 137],
]);

/** A protocol by name, in either case, or number. */
export function parseIpProtocol(text: string): number | undefined {
  const named = protocols.get(text.toLowerCase());
  if (named !== undefined) return named;
  return /^\d{1,3}$/u.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}
