/** Slots of a service that schedules by a hash: a prime number, as the walks below need one. */
export const hashSlots = 1021;

/**
 * Indexes of servers, slot by slot, such that most slots keep their server when another one comes, goes or changes
 * its weight (Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016, §3.4). Every
 * server has a walk of its own through all slots; they take turns, `counts` steps in each, to the next slot of their
 * walk that is free.
 *
 * `names` tell servers apart and decide their walks: two machines with the same servers have the same slots.
 */
export function consistentSlots(names: readonly string[], counts: readonly number[]): readonly number[] {
  const slots: (number | undefined)[] = Array.from({ length: hashSlots });
  const walks = names.map((name, index) => ({
    count: counts[index] ?? 0,
    at: hash(name, 0x811c9dc5) % hashSlots,
    step: 1 + (hash(name, 0x01000193) % (hashSlots - 1)),
  }));
  let free = walks.some(({ count }) => count > 0) ? hashSlots : 0;
  while (free > 0) {
    for (const [server, walk] of walks.entries()) {
      for (let turn = 0; turn < walk.count && free > 0; turn++) {
        while (slots[walk.at] !== undefined) walk.at = (walk.at + walk.step) % hashSlots;
        slots[walk.at] = server;
        free -= 1;
      }
    }
  }
  return slots.filter((server) => server !== undefined);
}

/** FNV-1a over the characters, with another beginning for another purpose, and its bits mixed at the end. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
