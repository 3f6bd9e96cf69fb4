import { unreachable } from "../base/assert.ts";
import type { ClusterPlan } from "./cluster-plan.ts";
import { trackablesOf, type Trackable } from "./trackables.ts";
import type { World } from "./world.ts";

/** Something that goes wrong, or that an operator does, and that can be undone. */
export type Failure = PlainFailure | ScriptTrouble;

/** Something is there no more, or counts as bad, until it is mended. */
export type PlainFailure =
  | { readonly kind: "node" | "daemon" | "maintenance"; readonly node: string }
  | { readonly kind: "link"; readonly node: string; readonly interface: string }
  | { readonly kind: "tracked"; readonly node: string; readonly trackable: Trackable };

/** A script that is neither good nor bad: one that does not come back, or whose results alternate. */
export type ScriptTrouble = {
  readonly kind: "hang" | "alternate";
  readonly node: string;
  readonly trackable: Trackable;
};

/** All that can befall the nodes, in their order; without troubles of scripts. */
export function failuresOf({ nodes, network }: ClusterPlan): readonly PlainFailure[] {
  return nodes.flatMap(({ name: node, config }): readonly PlainFailure[] => {
    const interfaces = network.nodes.get(node)?.interfaces ?? [];
    return [
      { kind: "node", node },
      { kind: "daemon", node },
      ...interfaces.filter((name) => name !== "lo").map((name) => ({ kind: "link", node, interface: name }) as const),
      ...trackablesOf(config).map((trackable) => ({ kind: "tracked", node, trackable }) as const),
      { kind: "maintenance", node },
    ];
  });
}

/** Of every script. */
export function scriptTroubles({ nodes }: ClusterPlan): readonly ScriptTrouble[] {
  return nodes.flatMap(({ name: node, config }) =>
    trackablesOf(config)
      .filter(({ kind }) => kind === "script")
      .flatMap((trackable) => [
        { kind: "hang", node, trackable } as const,
        { kind: "alternate", node, trackable } as const,
      ]),
  );
}

export function strike(world: World, failure: Failure): void {
  const { node } = failure;
  switch (failure.kind) {
    case "node":
      world.kill(node);
      return;
    case "daemon":
      world.stop(node);
      return;
    case "maintenance":
      world.maintain(node, true);
      return;
    case "link":
      world.setLink(node, failure.interface, false);
      return;
    case "tracked":
      world.behave(node, failure.trackable, "bad");
      return;
    case "hang":
      world.behave(node, failure.trackable, "hangs");
      return;
    case "alternate":
      world.behave(node, failure.trackable, "alternates");
      return;
    default:
      unreachable(failure);
  }
}

/** As it was before. */
export function mend(world: World, failure: Failure): void {
  const { node } = failure;
  switch (failure.kind) {
    case "node":
    case "daemon":
      world.start(node);
      return;
    case "maintenance":
      world.maintain(node, false);
      return;
    case "link":
      world.setLink(node, failure.interface, true);
      return;
    case "tracked":
    case "hang":
    case "alternate":
      world.behave(node, failure.trackable, "good");
      return;
    default:
      unreachable(failure);
  }
}

/** "node1 dies", "script chk_http fails on node1". */
export function describeFailure(failure: Failure): string {
  const { node } = failure;
  switch (failure.kind) {
    case "node":
      return `${node} dies`;
    case "daemon":
      return `the daemon on ${node} stops`;
    case "maintenance":
      return `maintenance on ${node}`;
    case "link":
      return `${failure.interface} on ${node} loses its link`;
    case "tracked":
      return `${describe(failure.trackable)} fails on ${node}`;
    case "hang":
      return `${describe(failure.trackable)} hangs on ${node}`;
    case "alternate":
      return `${describe(failure.trackable)} alternates on ${node}`;
    default:
      return unreachable(failure);
  }
}

/** "node1 returns", "script chk_http recovers on node1". */
export function describeReturn(failure: Failure): string {
  const { node } = failure;
  switch (failure.kind) {
    case "node":
      return `${node} returns`;
    case "daemon":
      return `the daemon on ${node} starts`;
    case "maintenance":
      return `maintenance on ${node} is over`;
    case "link":
      return `${failure.interface} on ${node} has its link again`;
    case "tracked":
    case "hang":
    case "alternate":
      return `${describe(failure.trackable)} recovers on ${node}`;
    default:
      return unreachable(failure);
  }
}

function describe({ kind, name }: Trackable): string {
  return `${kind} ${name}`;
}

/** A failure takes the whole node out of service. */
export function isWholeNode({ kind }: Failure): boolean {
  return kind === "node" || kind === "daemon" || kind === "maintenance";
}
