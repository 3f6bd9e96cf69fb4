import type { StatusDocument } from "../../status/live/status-document.ts";

/** The document with what concerns one instance, group or service alone; undefined: there is none of that name. */
export function narrow(document: StatusDocument, name: string): StatusDocument | undefined {
  const groups = document.groups.filter((group) => group.name === name || group.members.includes(name));
  const ofGroup = document.groups.find((group) => group.name === name);
  const instances = document.instances.filter(
    (instance) => instance.name === name || ofGroup?.members.includes(instance.name) === true,
  );
  const services = document.services.filter((service) => service.name === name);
  if (instances.length + services.length === 0 && ofGroup === undefined) return undefined;
  const subjects = new Set([name, ...instances.map((instance) => instance.name)]);
  return {
    ...document,
    instances,
    groups,
    services,
    trackers: [],
    warnings: document.warnings.filter(({ subject, concerns = [] }) =>
      [subject, ...concerns].some((each) => subjects.has(each)),
    ),
    strangers: [],
  };
}
