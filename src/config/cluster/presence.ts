import type { ClusterNode, Member, Router } from "./node.ts";
import { printList } from "./labels.ts";

/**
 * Virtual routers that not every node takes part in: where another node has the same name or the same address with
 * another VRID, that is the mistake; else nobody takes over, or fewer do.
 */
export function checkPresence(routers: readonly Router[], nodes: readonly ClusterNode[]): void {
  const incomplete = routers.filter(({ members }) => members.length < nodes.length);
  const mistaken = new Set<Router>();
  const byAddress = new Map<string, Router>();
  const byName = new Map<string, Router>();
  for (const router of incomplete) {
    const byAnAddress = router.members.flatMap(addressKeys).flatMap((key) => counterpart(byAddress.get(key), router));
    const bySameName = router.members.flatMap(nameKeys).flatMap((key) => counterpart(byName.get(key), router));
    const [other] = [...byAnAddress, ...bySameName];
    if (other !== undefined) {
      reportVrid(router, other, byAnAddress[0] === other);
      mistaken.add(router).add(other);
    }
    for (const key of router.members.flatMap(addressKeys)) remember(byAddress, key, router);
    for (const key of router.members.flatMap(nameKeys)) remember(byName, key, router);
  }
  for (const router of incomplete) if (!mistaken.has(router)) reportAbsence(router, nodes);
}

function remember(map: Map<string, Router>, key: string, router: Router): void {
  if (!map.has(key)) map.set(key, router);
}

/** Two routers are one by mistake only if no node has both. */
function counterpart(other: Router | undefined, router: Router): readonly Router[] {
  if (other === undefined) return [];
  const nodes = new Set(other.members.map(({ node }) => node));
  return router.members.some(({ node }) => nodes.has(node)) ? [] : [other];
}

function addressKeys({ config }: Member): readonly string[] {
  return config.addresses.map(({ prefix }) => prefix.address.toString());
}

function nameKeys({ config: { family, name } }: Member): readonly string[] {
  return [`${family} ${name}`];
}

function reportVrid(router: Router, other: Router, sameAddress: boolean): void {
  const [there] = other.members;
  for (const here of router.members) {
    if (there === undefined) return;
    const { node, config } = here;
    const shared = addressKeys(here).filter((address) => addressKeys(there).includes(address));
    const owner = there.config.name === config.name ? "" : ` for ${there.config.name}`;
    const numbers = `virtual_router_id is ${config.vrid} here, but ${there.config.vrid} in ${there.node.label}${owner}`;
    const place = node.place(config.name, "virtual_router_id");
    const report = node.report.within(config.name);
    const cure = "set the same virtual_router_id on all nodes";
    if (sameAddress) {
      const message = `${numbers}: both become master, and both hold ${printList(shared)}`;
      report.error("vrid-differs", place, message, { cure, effect: "none" });
    } else {
      const message = `${numbers}: they are no virtual router, whatever their names say, and nobody takes over`;
      report.warning("vrid-differs", place, message, { cure, effect: "none" });
    }
  }
}

function reportAbsence(router: Router, nodes: readonly ClusterNode[]): void {
  const [first] = router.members;
  if (first === undefined) return;
  const { name, vrid } = first.config;
  const present = new Set(router.members.map(({ node }) => node));
  // A block that could not be used has its own finding.
  const lacking = nodes.filter((node) => !present.has(node) && !(node.declares(name) && !hasInstance(node, name)));
  if (lacking.length === 0) return;
  const place = first.node.place(name, "");
  const what = `${printList(lacking.map(({ label }) => label))} ${lacking.length === 1 ? "has" : "have"} no instance with VRID ${vrid}`;
  const cure = "add the instance there";
  const report = first.node.report.within(name);
  if (router.members.length === 1 && lacking.length === nodes.length - 1) {
    report.warning("only-on-one-node", place, `${what}: nobody takes over from this node`, { cure, effect: "none" });
  } else report.note("only-on-one-node", place, `${what}, but other nodes have`, { cure });
}

function hasInstance(node: ClusterNode, name: string): boolean {
  return node.vrrp.instances.some((instance) => instance.name === name);
}
