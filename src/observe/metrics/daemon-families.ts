import { type Family, flag, inSeconds, sample } from "./family.ts";

/** About the daemon and its processes. */
export const daemonFamilies: readonly Family[] = [
  {
    name: "holdfast_build_info",
    type: "gauge",
    help: "1, with the release and the name of the node",
    labels: ["release", "node"],
    samples: ({ daemon }) => sample(1, { release: daemon.release, node: daemon.node }),
  },
  {
    name: "holdfast_start_time_seconds",
    type: "gauge",
    help: "When the daemon was started",
    labels: [],
    samples: ({ daemon }) => sample(inSeconds(daemon.startedAt)),
  },
  {
    name: "holdfast_configuration_generation",
    type: "gauge",
    help: "How many configurations have been in force since the start",
    labels: [],
    samples: ({ daemon }) => sample(daemon.generation),
  },
  {
    name: "holdfast_configuration_loaded_time_seconds",
    type: "gauge",
    help: "When the configuration in force was loaded",
    labels: [],
    samples: ({ daemon }) => sample(inSeconds(daemon.loadedAt)),
  },
  {
    name: "holdfast_process_up",
    type: "gauge",
    help: "1: the process runs and has answered",
    labels: ["process"],
    samples: ({ daemon, silent = [] }) =>
      daemon.processes.flatMap(({ name, pid }) => {
        const isUp = pid !== undefined && !silent.some((each) => each === name);
        return sample(flag(isUp), { process: name });
      }),
  },
  {
    name: "holdfast_process_restarts_total",
    type: "counter",
    help: "Times that the process was started again after it had ended",
    labels: ["process"],
    samples: ({ daemon }) => daemon.processes.flatMap(({ name, restarts }) => sample(restarts, { process: name })),
  },
  {
    name: "holdfast_process_start_time_seconds",
    type: "gauge",
    help: "When the process was started",
    labels: ["process"],
    samples: ({ daemon }) =>
      daemon.processes.flatMap(({ name, startedAt }) => sample(inSeconds(startedAt), { process: name })),
  },
  {
    name: "holdfast_last_event_id",
    type: "gauge",
    help: "The id of the last event: how many have been recorded, over all restarts",
    labels: [],
    samples: ({ daemon }) => sample(daemon.lastEvent),
  },
  {
    name: "holdfast_warnings",
    type: "gauge",
    help: "Warnings in force, by kind and by what they are about",
    labels: ["kind", "subject"],
    samples: ({ warnings }) => {
      const counts = new Map<string, { readonly kind: string; readonly subject: string; count: number }>();
      for (const { kind, subject } of warnings) {
        const key = `${kind} ${subject}`;
        const known = counts.get(key) ?? { kind, subject, count: 0 };
        known.count += 1;
        counts.set(key, known);
      }
      return [...counts.values()].flatMap(({ kind, subject, count }) => sample(count, { kind, subject }));
    },
  },
  {
    name: "holdfast_strangers",
    type: "gauge",
    help: "Who speaks VRRP or CARP on the same wires without being a peer",
    labels: ["protocol"],
    samples: ({ strangers }) =>
      (["vrrp", "carp"] as const).flatMap((protocol) =>
        sample(strangers.filter((each) => each.protocol === protocol).length, { protocol }),
      ),
  },
];
