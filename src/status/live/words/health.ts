import type { InstanceDocument, ServiceDocument, StatusDocument } from "../status-document.ts";

/** What is not as it should be, in a few words each; none: all is well. */
export function troubles(document: StatusDocument): readonly string[] {
  const { instances, services, trackers, warnings, silent = [] } = document;
  return [
    ...silent.map((name) => `the ${name} process does not answer`),
    ...warnings.map(({ kind, subject }) => `${subject}: ${kind.replaceAll("-", " ")}`),
    ...instances.filter(isInTrouble).map(({ name }) => `${name} is in FAULT`),
    ...trackers.filter(({ isGood }) => !isGood).map(({ kind, name, state }) => `${kind} ${name} is ${state}`),
    ...services.flatMap(serviceTroubles),
  ];
}

/** Whoever asked for maintenance knows that it is there. */
export function isInTrouble({ state, maintenance }: InstanceDocument): boolean {
  return state === "fault" && maintenance === undefined;
}

function serviceTroubles({ name, quorum, servers }: ServiceDocument): readonly string[] {
  const down = servers.filter(({ state }) => state === "down").length;
  return [
    ...(quorum === "down" ? [`${name} has no quorum`] : []),
    ...(down === 0 ? [] : [`${down} of ${servers.length} servers of ${name} ${down === 1 ? "is" : "are"} down`]),
  ];
}
