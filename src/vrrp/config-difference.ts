/** One thing that a reload has changed, in the words of the configuration. */
export type ConfigChange =
  | { readonly kind: "changed"; readonly what: string; readonly from: string; readonly to: string }
  /** What it was and is would be a secret, or too long for a line. */
  | { readonly kind: "replaced"; readonly what: string }
  | { readonly kind: "added" | "removed"; readonly what: string };

/** One of several things of a kind. Two with one label are the same, and differ if their values do. */
export type Item = {
  /** "address 192.0.2.100/32". */
  readonly label: string;
  readonly value: unknown;
  /** The value in a few words, if there are some: "weight 10". */
  readonly words?: string | undefined;
};

/** A side of a configuration `T`, and how a change of it is told. */
export type Facet<T> =
  | { readonly kind: "value"; readonly what: string; readonly of: (config: T) => string | number | boolean | undefined }
  | { readonly kind: "list"; readonly of: (config: T) => readonly Item[] }
  | { readonly kind: "opaque"; readonly what: string; readonly of: (config: T) => unknown };

/** For each property of `T` the sides that it has. One that is left out is told by its name. */
export type Facets<T> = { readonly [Key in keyof T]?: readonly Facet<T>[] };

/** What is different in the second configuration; nothing when they mean the same. */
export function difference<T extends object>(before: T, after: T, facets: Facets<T>): readonly ConfigChange[] {
  return keysOf(before, after).flatMap((key) => {
    if (isSame(before[key], after[key])) return [];
    const told = (facets[key] ?? []).flatMap((facet) => facetDifference(before, after, facet));
    return told.length > 0 ? told : [{ kind: "replaced", what: String(key) }];
  });
}

/** Values are plain data, or print themselves as JSON. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function facetDifference<T>(before: T, after: T, facet: Facet<T>): readonly ConfigChange[] {
  if (facet.kind === "list") return listDifference(facet.of(before), facet.of(after));
  const [from, to] = [facet.of(before), facet.of(after)];
  if (isSame(from, to)) return [];
  if (facet.kind === "opaque") return [{ kind: "replaced", what: facet.what }];
  return [{ kind: "changed", what: facet.what, from: print(facet.of(before)), to: print(facet.of(after)) }];
}

function listDifference(before: readonly Item[], after: readonly Item[]): readonly ConfigChange[] {
  const old = new Map(before.map((item) => [item.label, item]));
  const wanted = new Set(after.map(({ label }) => label));
  const removed = before.filter(({ label }) => !wanted.has(label));
  const changes = [
    ...removed.map(({ label }): ConfigChange => ({ kind: "removed", what: label })),
    ...after.flatMap((item) => itemDifference(old.get(item.label), item)),
  ];
  return changes.length === 0 && !isSame(before, after) ? [{ kind: "replaced", what: "order of the list" }] : changes;
}

function itemDifference(before: Item | undefined, { label, value, words }: Item): readonly ConfigChange[] {
  if (before === undefined) return [{ kind: "added", what: label }];
  if (isSame(before.value, value)) return [];
  if (words === undefined || before.words === undefined) return [{ kind: "replaced", what: label }];
  return [{ kind: "changed", what: label, from: before.words, to: words }];
}

function print(value: string | number | boolean | undefined): string {
  if (value === undefined) return "none";
  return typeof value === "boolean" ? (value ? "on" : "off") : String(value);
}

function keysOf<T extends object>(...objects: readonly T[]): readonly (keyof T)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a value of T has the properties of T
  return [...new Set(objects.flatMap((object) => Object.keys(object)))] as (keyof T)[];
}
