import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { PeerLimits } from "../../vrrp/config.ts";
import type { Reporter } from "../reporter.ts";
import { parseNumber, wholeNumber } from "../schema/numbers.ts";
import { parseAddress } from "../schema/shapes.ts";
import { shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { printFamily } from "./context.ts";

/** Peers, and the limits of those that have any. */
export type Peers = {
  readonly peers: readonly IpAddress[];
  readonly limits: readonly PeerLimits[];
  /** This machine itself was listed. */
  readonly namesSelf: boolean;
};

/** The lines of `unicast_peer`. An address that cannot be a peer is left out. */
export function decodePeers(
  lines: readonly Statement[],
  family: Family,
  ownAddress: IpAddress | undefined,
  report: Reporter,
): Peers {
  const peers = new Map<string, IpAddress>();
  const limits: PeerLimits[] = [];
  let namesSelf = false;
  for (const line of lines) {
    const { keyword } = line;
    const peer = parseAddress(keyword, undefined, "unicast_peer", report);
    if (peer === undefined) continue;
    const ofPeer = parsePeerLimits(line, peer, report);
    if (peer.family !== family) {
      const what = `unicast peer address ${peer.toString()}`;
      const message = `VRRP instance and ${what} MUST be of the same family !!! Skipping...`;
      report.error("address-family", keyword, message, { cure: `give an ${printFamily(family)} address` });
    } else if (ownAddress?.equals(peer) === true) {
      namesSelf = true;
      const message = `unicast peer ${peer.toString()} is this machine's own address - ignoring`;
      report.warning("conflict", keyword, message, { cure: "list the other machines only", effect: "none" });
    } else if (peers.has(peer.toString())) {
      report.warning("duplicate", keyword, `duplicate unicast peer ${peer.toString()} - ignoring`, { effect: "none" });
    } else {
      peers.set(peer.toString(), peer);
      if (ofPeer !== undefined) limits.push(ofPeer);
    }
  }
  return { peers: [...peers.values()], limits, namesSelf };
}

const range = { minimum: 0, maximum: 255 };

/** `[min_ttl N] [max_ttl N]` behind a peer; undefined when there are none. */
function parsePeerLimits({ words }: Statement, peer: IpAddress, report: Reporter): PeerLimits | undefined {
  let minimum: number | undefined;
  let maximum: number | undefined;
  for (let at = 0; at < words.length; at += 2) {
    const [option, value] = [words[at], words[at + 1]];
    if (option === undefined) break;
    const name = shorten(option.text);
    if (value === undefined) {
      report.error("invalid-value", option, `${name} is missing a value`, { cure: "write one peer on each line" });
    } else if (option.text === "min_ttl") minimum = parseNumber(value, wholeNumber, range, name, report) ?? minimum;
    else if (option.text === "max_ttl") maximum = parseNumber(value, wholeNumber, range, name, report) ?? maximum;
    else report.error("invalid-value", option, `unknown unicast_peer option ${name}`);
  }
  if (minimum === undefined && maximum === undefined) return undefined;
  if ((minimum ?? 0) > (maximum ?? 255)) {
    const message = `min_ttl ${minimum} > max_ttl ${maximum} - all packets will be discarded`;
    report.warning("conflict", words[0], message);
  }
  return { peer, minimum, maximum };
}

/** The line that a peer is read from. */
export function printPeer(peer: IpAddress, limits: Pick<PeerLimits, "minimum" | "maximum"> | undefined): string {
  const minimum = limits?.minimum === undefined ? "" : ` min_ttl ${limits.minimum}`;
  const maximum = limits?.maximum === undefined ? "" : ` max_ttl ${limits.maximum}`;
  return peer.toString() + minimum + maximum;
}
