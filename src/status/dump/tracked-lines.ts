import type {
  TrackedFile,
  TrackedInterface,
  TrackedProcess,
  TrackedScript,
  TrackedSession,
  Weight,
} from "../../vrrp/config.ts";
import { section } from "./lines.ts";

type Tracking = {
  readonly trackInterfaces: readonly TrackedInterface[];
  readonly trackScripts: readonly TrackedScript[];
  readonly trackFiles?: readonly TrackedFile[] | undefined;
  readonly trackProcesses?: readonly TrackedProcess[] | undefined;
  readonly trackSessions?: readonly TrackedSession[] | undefined;
};

/** What an instance or a group tracks, by kind. */
export function trackedLines(config: Tracking): readonly string[] {
  const { trackFiles = [], trackProcesses = [], trackSessions = [] } = config;
  return [
    ...section(
      "Tracked interfaces :",
      config.trackInterfaces.map((tracked) => `${tracked.interface} ${printWeight(tracked.weight)}`),
    ),
    ...section(
      "Tracked scripts :",
      config.trackScripts.map(({ script, weight }) => `${script} ${printWeight(weight)}`),
    ),
    ...section(
      "Tracked files :",
      trackFiles.map(({ file, weight }) => `${file}, ${printWeight(weight)}`),
    ),
    ...section(
      "Tracked processes :",
      trackProcesses.map(({ process, weight }) => `${process}, ${printWeight(weight)}`),
    ),
    ...section(
      "Tracked BFDs :",
      trackSessions.map(({ session, weight }) => `${session}, ${printWeight(weight)}`),
    ),
  ];
}

export function printWeight({ value, reverse }: Weight): string {
  return `weight ${value}${reverse ? " reverse" : ""}`;
}
