/** A block of a dump: its settings in order, and the blocks within it. */
type Block = {
  readonly settings: string[];
  /** By what stands before the brace; a second one with the same words has " (2)" behind them. */
  readonly blocks: Map<string, Block>;
};

/** More differences of one block are told by their number. */
const toldDifferences = 20;

/**
 * What is different in the second of two dumps, one line for each block outside all others: "vrrp_instance VI_1:
 * priority 100 -> 90; virtual_ipaddress: 192.0.2.9 added". Dumps hide secrets, and so does this.
 */
export function dumpDifference(before: string, after: string): readonly string[] {
  const [old, wanted] = [parse(before), parse(after)];
  return [
    ...Array.from(old.blocks.keys())
      .filter((name) => !wanted.blocks.has(name))
      .map((name) => `${name}: removed`),
    ...Array.from(wanted.blocks, ([name, block]): readonly string[] => {
      const previous = old.blocks.get(name);
      if (previous === undefined) return [`${name}: added`];
      const changes = blockDifference(previous, block);
      const rest = changes.length - toldDifferences;
      const told = changes.slice(0, toldDifferences).join("; ");
      return changes.length === 0 ? [] : [`${name}: ${told}${rest > 0 ? `; and ${rest} more` : ""}`];
    }).flat(),
  ];
}

function parse(dump: string): Block {
  const root: Block = { settings: [], blocks: new Map() };
  const open = [root];
  for (const line of dump.split("\n")) {
    const text = line.trim();
    const block = open.at(-1) ?? root;
    if (text === "}") open.pop();
    else if (text.endsWith(" {")) {
      const inner: Block = { settings: [], blocks: new Map() };
      block.blocks.set(unused(text.slice(0, -2), block.blocks), inner);
      open.push(inner);
    } else if (text !== "") block.settings.push(text);
  }
  return root;
}

function unused(name: string, taken: ReadonlyMap<string, unknown>): string {
  let result = name;
  for (let copy = 2; taken.has(result); copy++) result = `${name} (${copy})`;
  return result;
}

function blockDifference(before: Block, after: Block): readonly string[] {
  const inner = Array.from(after.blocks, ([name, block]): readonly string[] => {
    const previous = before.blocks.get(name);
    if (previous === undefined) return [`${name} added`];
    return blockDifference(previous, block).map((change) => `${name}: ${change}`);
  }).flat();
  const gone = Array.from(before.blocks.keys()).filter((name) => !after.blocks.has(name));
  return [...settingDifference(before.settings, after.settings), ...gone.map((name) => `${name} removed`), ...inner];
}

function settingDifference(before: readonly string[], after: readonly string[]): readonly string[] {
  const gone = without(before, after);
  const added = without(after, before);
  const changes: string[] = [];
  for (const setting of gone) {
    const [keyword = ""] = setting.split(" ");
    const place = added.findIndex((other) => other.split(" ")[0] === keyword);
    const isOnly = [gone, added].every((some) => some.filter((each) => each.split(" ")[0] === keyword).length === 1);
    if (place < 0 || !isOnly || keyword === setting) {
      changes.push(`${setting} removed`);
      continue;
    }
    const [replacement = ""] = added.splice(place, 1);
    changes.push(`${setting} -> ${replacement.slice(keyword.length + 1) || "without words"}`);
  }
  changes.push(...added.map((setting) => `${setting} added`));
  const isReordered = changes.length === 0 && before.some((setting, index) => setting !== after[index]);
  return isReordered ? ["in another order"] : changes;
}

/** Each as often as it is there. */
function without(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const each of others) left.set(each, (left.get(each) ?? 0) + 1);
  return some.filter((each) => {
    const count = left.get(each) ?? 0;
    left.set(each, count - 1);
    return count <= 0;
  });
}
