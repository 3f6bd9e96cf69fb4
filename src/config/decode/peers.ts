import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { Reporter } from "../reporter.ts";
import { parseAddress } from "../schema/shapes.ts";
import type { Statement } from "../tree.ts";
import { printFamily } from "./context.ts";

/** The lines of `unicast_peer`: `ADDRESS [min_ttl N] [max_ttl N]`. An address that cannot be a peer is left out. */
export function decodePeers(
  lines: readonly Statement[],
  family: Family,
  ownAddress: IpAddress | undefined,
  report: Reporter,
): readonly IpAddress[] {
  const peers = new Map<string, IpAddress>();
  for (const { keyword, words } of lines) {
    const peer = parseAddress(keyword, undefined, "unicast_peer", report);
    const [option] = words;
    if (option !== undefined) {
      const message = `${option.text} of a unicast peer is accepted, but not implemented: it has no effect`;
      report.warning("not-implemented", option, message, { effect: "none" });
    }
    if (peer === undefined) continue;
    if (peer.family !== family) {
      const message = `unicast peer ${peer.toString()} must be an ${printFamily(family)} address like the others - ignoring`;
      report.error("address-family", keyword, message);
    } else if (ownAddress?.equals(peer) === true) {
      const message = `unicast peer ${peer.toString()} is this machine's own address - ignoring`;
      report.warning("conflict", keyword, message, { cure: "list the other machines only" });
    } else if (peers.has(peer.toString())) {
      report.warning("duplicate", keyword, `duplicate unicast peer ${peer.toString()} - ignoring`, { effect: "none" });
    } else peers.set(peer.toString(), peer);
  }
  return [...peers.values()];
}
