import { linkbeatMethods } from "../../vrrp/network-config.ts";
import type { Linkbeat } from "../../vrrp/network-config.ts";
import { quoteWord, shorten } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { isKnownInterface } from "./context.ts";
import type { DecodeContext } from "./context.ts";

/** The lines of `linkbeat_interfaces`: INTERFACE [MII|ETHTOOL|IOCTL]; the last line of an interface counts. */
export function decodeLinkbeats(lines: readonly Statement[], context: DecodeContext): readonly Linkbeat[] {
  const linkbeats = new Map<string, Linkbeat>();
  for (const { keyword: name, words } of lines) {
    if (!isKnownInterface(name, "linkbeat interface", context)) continue;
    const method = linkbeatMethods.find((candidate) => candidate === words[0]?.text);
    const nonsense = method === undefined ? words[0] : words[1];
    if (nonsense !== undefined) {
      const message = `extra characters ${shorten(nonsense.text)} in linkbeat interface`;
      context.report.warning("invalid-value", nonsense, message, { cure: `write ${linkbeatMethods.join(", ")}` });
    }
    linkbeats.set(name.text, { interface: name.text, method });
  }
  return [...linkbeats.values()];
}

export function printLinkbeat({ interface: name, method }: Linkbeat): string {
  return method === undefined ? quoteWord(name) : `${quoteWord(name)} ${method}`;
}
