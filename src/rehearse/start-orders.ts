/** So many nodes are started in every order; of more, each one first. */
const everyOrder = 4;

/** The orders in which nodes may be started. */
export function startOrders(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length <= everyOrder) return permutations(names);
  return names.map((_, index) => [...names.slice(index), ...names.slice(0, index)]);
}

function permutations(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length < 2) return [names];
  return names.flatMap((first) => permutations(names.filter((name) => name !== first)).map((rest) => [first, ...rest]));
}
