import type { InstanceDocument, WarningDocument } from "../../status/live/status-document.ts";
import { toOwnTime } from "./clock.ts";
import { instanceNow } from "./instance-now.ts";
import { isHeard, staleAfter, type NodeView } from "./node-view.ts";

/** All nodes together at one moment. */
export type Cluster = {
  readonly nodes: readonly ClusterNode[];
  readonly routers: readonly Router[];
  readonly warnings: readonly ClusterWarning[];
};

export type ClusterNode = {
  readonly view: NodeView;
  /** Its own name, with its address where two have the same. */
  readonly name: string;
  readonly isHeard: boolean;
  /** It is heard, and has answered when it was asked last: what it says is so. */
  readonly isCertain: boolean;
};

/** A virtual router: the instances on all nodes that share its addresses. */
export type Router = {
  /** The same from one merge to the next. */
  readonly key: string;
  readonly name: string;
  readonly group: string | undefined;
  readonly parts: readonly RouterPart[];
  readonly addresses: readonly SharedAddress[];
  readonly condition: Condition;
};

export type RouterPart = { readonly node: ClusterNode; readonly instance: InstanceDocument };

/** `holders` are the names of nodes. */
export type SharedAddress = {
  readonly address: string;
  readonly interface: string;
  readonly excluded: boolean;
  readonly holders: readonly string[];
};

export type Condition =
  /** One node that is heard is master. */
  | { readonly kind: "held"; readonly by: string }
  /** A router that the page does not ask is. */
  | { readonly kind: "elsewhere"; readonly by: string }
  | { readonly kind: "nobody" }
  /** Nobody is, but somebody was a moment ago: it is on its way. */
  | { readonly kind: "moving" }
  | { readonly kind: "several"; readonly by: readonly string[] }
  /** The node that was master last is not heard. */
  | { readonly kind: "unknown"; readonly last: string | undefined };

export type ClusterWarning = WarningDocument & { readonly node: string };

/** Microseconds that nobody, or several, may be master while it changes hands and while news of it are on their way. */
const changing = { nobody: 1_500_000, several: staleAfter + 500_000 };

/** Merges what is known of the nodes, in the order of their names. */
export function mergeNodes(views: readonly NodeView[], now: number): Cluster {
  const nodes = nameNodes(views, now);
  const routers: { key: string; parts: RouterPart[] }[] = [];
  const byIdentity = new Map<string, { key: string; parts: RouterPart[] }>();
  for (const node of nodes) {
    const { document, records } = node.view;
    for (const known of document?.instances ?? []) {
      const part = { node, instance: instanceNow(known, records) };
      const identities = identitiesOf(known);
      const router = identities
        .map((identity) => byIdentity.get(identity))
        .find((each) => each !== undefined && each.parts.every((other) => other.node !== node));
      const own = router ?? { key: `${identities[0] ?? ""} ${node.view.url}`, parts: [] };
      if (router === undefined) routers.push(own);
      own.parts.push(part);
      for (const identity of identities) if (!byIdentity.has(identity)) byIdentity.set(identity, own);
    }
  }
  return {
    nodes,
    routers: routers.map(({ key, parts }) => describeRouter(key, parts, now)),
    warnings: nodes.flatMap(({ name, view, isHeard: heard }) =>
      heard ? (view.document?.warnings ?? []).map((warning) => ({ ...warning, node: name })) : [],
    ),
  };
}

/**
 * What tells that two instances are the same virtual router: the VRID, which may be in use on other networks too, with
 * an address or the name in common. Lists of addresses may differ by mistake.
 */
function identitiesOf({ name, family, vrid, addresses }: InstanceDocument): readonly string[] {
  const router = `${family} ${vrid}`;
  return [`${router} ${name}`, ...addresses.map(({ address }) => `${router} ${address}`)];
}

function nameNodes(views: readonly NodeView[], now: number): readonly ClusterNode[] {
  const names = views.map(({ url, document }) => document?.daemon.node ?? hostOf(url));
  const nodes = views.map((view, index): ClusterNode => {
    const name = names[index] ?? "";
    const isAlone = names.filter((each) => each === name).length === 1;
    const heard = isHeard(view, now);
    const isCertain = heard && view.problem === undefined;
    return { view, name: isAlone ? name : `${name} (${hostOf(view.url)})`, isHeard: heard, isCertain };
  });
  return nodes.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function hostOf(url: string): string {
  return url.replace(/^[a-z]+:\/\//u, "");
}

function describeRouter(key: string, parts: readonly RouterPart[], now: number): Router {
  const addresses = new Map<string, SharedAddress>();
  for (const { node, instance } of parts) {
    for (const { address, interface: device, excluded, held } of instance.addresses) {
      const known = addresses.get(address) ?? { address, interface: device, excluded, holders: [] };
      const holders = held && node.isHeard ? [...known.holders, node.name] : known.holders;
      addresses.set(address, { ...known, holders });
    }
  }
  const first = parts[0]?.instance;
  return {
    key,
    name: first?.name ?? "",
    group: first?.group,
    parts,
    addresses: [...addresses.values()],
    condition: conditionOf(parts, now),
  };
}

function conditionOf(parts: readonly RouterPart[], now: number): Condition {
  const heard = parts.filter(({ node }) => node.isHeard);
  const masters = heard.filter(({ instance }) => instance.state === "master").sort((a, b) => sinceOf(b) - sinceOf(a));
  // Who does not answer any more is believed only while nobody else says the same of itself.
  const certain = masters.filter(({ node }) => node.isCertain);
  const [latest, ...others] = certain.length > 0 ? certain : masters;
  if (latest !== undefined) {
    // Both see each other's adverts before the page sees that one of them has yielded.
    const isChanging = now - sinceOf(latest) < changing.several;
    if (others.length === 0 || isChanging) return { kind: "held", by: latest.node.name };
    return { kind: "several", by: [latest, ...others].map(({ node }) => node.name).sort() };
  }
  // A backup knows who is master.
  const told = heard.find(({ instance }) => instance.state === "backup" && instance.master !== undefined);
  const lost = parts.find(({ node, instance }) => !node.isHeard && instance.state === "master");
  if (told?.instance.master === undefined) {
    if (lost !== undefined || heard.length === 0) return { kind: "unknown", last: lost?.node.name };
    const latestChange = Math.max(...heard.map(sinceOf));
    return now - latestChange < changing.nobody ? { kind: "moving" } : { kind: "nobody" };
  }
  return { kind: "elsewhere", by: lost?.node.name ?? told.instance.master.address };
}

/** When it entered its state, in the page's own time. */
function sinceOf({ node, instance }: RouterPart): number {
  return instance.since === undefined ? 0 : toOwnTime(node.view.clock, instance.since);
}
