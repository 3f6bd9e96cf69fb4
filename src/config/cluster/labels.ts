/**
 * Short names by which files can be told apart, in the same order: without the folders that all of them share. A file
 * that is given twice gets a number the second time.
 */
export function fileLabels(paths: readonly string[]): readonly string[] {
  const split = paths.map((path) => path.split("/"));
  const shared = sharedLength(split.map((parts) => parts.slice(0, -1)));
  const labels = split.map((parts) => parts.slice(shared).join("/"));
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const times = (seen.get(label) ?? 0) + 1;
    seen.set(label, times);
    return times === 1 ? label : `${label} (${times})`;
  });
}

/** The same still shorter, as names of the nodes: "node1" for "node1.conf", "a" for "a/keepalived.conf". */
export function nodeLabels(paths: readonly string[]): readonly string[] {
  const labels = fileLabels(paths);
  if (labels.length < 2) return labels.map(withoutExtension);
  const split = labels.map((label) => label.split("/"));
  const shared = sharedLength(split.map((parts) => parts.toReversed()));
  const heads = split.map((parts) => parts.slice(0, parts.length - shared).join("/"));
  const short = heads.every((head) => head !== "") ? heads.map(withoutExtension) : labels.map(withoutExtension);
  return new Set(short).size === short.length ? short : labels;
}

function withoutExtension(label: string): string {
  return label.replace(/(?<=[^/])\.conf(?= \(\d+\)$|$)/u, "");
}

/** How many of the first elements are the same in all lists. */
function sharedLength(lists: readonly (readonly string[])[]): number {
  const [first = [], ...others] = lists;
  const different = first.findIndex((part, index) => others.some((list) => list[index] !== part));
  return different === -1 ? first.length : different;
}

/** How many things a message names before it only counts. */
const listLimit = 5;

/** "a, b and c"; of many the first ones and how many there are beyond them. */
export function printList(items: readonly string[]): string {
  const shown = items.length > listLimit ? [...items.slice(0, listLimit), `${items.length - listLimit} more`] : items;
  const last = shown.at(-1) ?? "";
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(", ")} and ${last}`;
}
