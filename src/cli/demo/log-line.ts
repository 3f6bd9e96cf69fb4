/** Lines of a daemon's log that tell the story, and how the timeline puts them. The first that matches counts. */
const wordings: readonly (readonly [RegExp, (...groups: readonly string[]) => string])[] = [
  [/\((\S+)\) became master because: (.*)/u, (instance, cause) => `${instance} because: ${cause}`],
  [/\((\S+)\) Entering (\w+) STATE/u, (instance, state) => `${instance} is ${state} now`],
  [/\((\S+)\):? entering FAULT state \((.*)\)$/u, (instance, reason) => `${instance} has a fault: ${reason}`],
  [
    /\((\S+)\) Master received advert from (\S+) with higher priority (\d+), ours (\d+)/u,
    (instance, source, priority, ours) => `${instance} hears ${source} with priority ${priority}, its own is ${ours}`,
  ],
  [/\((\S+)\) Backup received priority 0 advertisement/u, (instance) => `${instance} hears the master resign`],
  [/\((\S+)\) sent 0 priority/u, (instance) => `${instance} resigns: advert with priority 0`],
  [/Netlink reports (\S+) (up|down)\b/u, (name, state) => `${name} is ${state}`],
];

/** What the timeline shows of a line of a daemon's log; undefined: nothing. */
export function describeLogLine(line: string): string | undefined {
  for (const [pattern, describe] of wordings) {
    const match = pattern.exec(line);
    if (match !== null) return describe(...match.slice(1));
  }
  return undefined;
}
