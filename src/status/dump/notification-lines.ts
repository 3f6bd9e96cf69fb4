import type { NotificationFacts, NotifyOccasion } from "./facts.ts";

const titles: Readonly<Record<NotifyOccasion, string>> = {
  backup: "Backup state transition",
  master: "Master state transition",
  fault: "Fault state transition",
  stop: "Stop state transition",
  any: "Generic state transition",
  "lower-priority": "Master rx lower pri state transition",
};

/** "Master state transition script = '/usr/bin/true' 'm', uid:gid 0:0", in the order of the facts. */
export function scriptLines({ scripts }: NotificationFacts): readonly string[] {
  return Array.from(
    scripts,
    ([when, { command, account }]) => `${titles[when]} script = ${command}, uid:gid ${account}`,
  );
}
