import type { GroupStatus, VrrpStatus } from "../../vrrp/status.ts";
import type { DumpFacts } from "./facts.ts";
import { block, onOff, section, yesNo } from "./lines.ts";
import { scriptLines } from "./notification-lines.ts";
import { stateWord } from "./states.ts";
import { trackedLines } from "./tracked-lines.ts";

/** " VRRP Sync Group = G1, MASTER" and all that stands below it. */
export function groupBlock({ config, state }: GroupStatus, { instances }: VrrpStatus, facts: DumpFacts): string {
  const members = instances.filter(({ group }) => group === config.name);
  const pending = members.filter(({ state: own, wants }) => own === "fault" && wants === "backup").length;
  const inFault = members.filter((member) => member.state === "fault").length - pending;
  const notification = facts.group(config.name);
  return (
    block(1, [`VRRP Sync Group = ${config.name}, ${stateWord(state)}`]) +
    block(3, [
      `Num member fault ${inFault}, num member init ${pending}`,
      ...section("VRRP member instances :", config.members),
      config.keepsWeights && "sync group tracking weight set",
      `Using smtp notification = ${onOff(notification.mail, yesNo)}`,
      ...trackedLines(config),
      ...scriptLines(notification),
    ])
  );
}
