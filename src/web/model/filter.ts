import type { Router } from "./cluster.ts";

/** What of the virtual routers is shown. */
export type Show = "all" | "attention" | "master" | "backup" | "fault";

/**
 * Whether a router is among what was asked for: each word is found in its names, groups, addresses, interfaces, VRID
 * ("vrid:51" means it alone), states or nodes.
 */
export function matches(router: Router, words: readonly string[], show: Show): boolean {
  if (!isShown(router, show)) return false;
  if (words.length === 0) return true;
  const text = searchText(router);
  return words.every((word) => text.includes(word.startsWith("vrid:") ? `${word} ` : word));
}

/** Of what was typed. */
export function splitWords(query: string): readonly string[] {
  return query
    .toLowerCase()
    .split(/\s+/u)
    .filter((word) => word !== "");
}

/** Something about it wants to be looked at. */
export function wantsAttention({ condition, parts }: Router): boolean {
  if (condition.kind !== "held" && condition.kind !== "elsewhere") return true;
  return parts.some(({ node, instance }) => !node.isHeard || instance.state === "fault" || instance.state === "init");
}

function isShown(router: Router, show: Show): boolean {
  if (show === "all") return true;
  if (show === "attention") return wantsAttention(router);
  return router.parts.some(({ instance }) => instance.state === show);
}

function searchText({ name, group, parts, addresses }: Router): string {
  const words = parts.flatMap(({ node, instance }) => [
    node.name,
    instance.name,
    instance.interface,
    instance.family,
    `vrid:${instance.vrid} `,
    instance.state,
  ]);
  return [name, group ?? "", ...addresses.map(({ address }) => address), ...words].join("\n").toLowerCase();
}
