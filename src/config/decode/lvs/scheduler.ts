import type { Scheduler, SchedulerFlag } from "../../../base/lvs-table.ts";
import type { Reporter } from "../../reporter.ts";
import type { Keyword, Values } from "../../schema/keyword.ts";
import { schedulerFlags, virtualServer } from "../../schema/lvs/virtual-server.ts";
import { isBefore } from "../../source.ts";
import type { ScopeReader } from "../scope-reader.ts";
import type { ServiceName } from "./service.ts";

/** How a real server is chosen. */
export type Scheduling = {
  readonly scheduler: Scheduler;
  readonly schedulerFlags: readonly SchedulerFlag[];
  readonly hashed: boolean;
};

/** Every scheduler may have these. */
const generalFlags = [
  [schedulerFlags.flag1, "flag-1"],
  [schedulerFlags.flag2, "flag-2"],
  [schedulerFlags.flag3, "flag-3"],
] as const satisfies readonly (readonly [Keyword<true>, SchedulerFlag])[];

const hashFlags = [
  [schedulerFlags.sourcePort, "sh-port"],
  [schedulerFlags.sourceFallback, "sh-fallback"],
  [schedulerFlags.maglevPort, "mh-port"],
  [schedulerFlags.maglevFallback, "mh-fallback"],
] as const satisfies readonly (readonly [Keyword<true>, SchedulerFlag])[];

const noFlags: readonly SchedulerFlag[] = [];

const flagNames: ReadonlySet<string> = new Set(Object.values(schedulerFlags).map(({ name }) => name));

/** Whether there are flags for the scheduler: hardly any service has one. */
export function hasFlags(scope: ScopeReader): boolean {
  return scope.hasAny(flagNames);
}

/** The scheduler of a service and its flags; the owner's `label` is what messages call the service. */
export function decodeScheduling(
  draft: {
    readonly own: Pick<Values<typeof virtualServer>, "scheduler">;
    readonly isFlagged: boolean;
    readonly scope: () => ScopeReader;
  },
  owner: { readonly label: string; readonly name: ServiceName },
  report: Reporter,
): Scheduling {
  const { own } = draft;
  if (own.scheduler === undefined) {
    const message = `Virtual server ${owner.label}: no scheduler set, setting default 'wlc'`;
    report.warning("missing-setting", owner.name.place, message, { cure: "write lvs_sched wlc" });
  }
  const { scheduler = "wlc" } = own;
  if (!draft.isFlagged) return { scheduler, schedulerFlags: noFlags, hashed: false };
  const scope = draft.scope();
  return {
    scheduler,
    schedulerFlags: decodeFlags(scope, own.scheduler, report),
    hashed: allowsHashing(schedulerFlags.hashed, scope, own.scheduler, report),
  };
}

function decodeFlags(scope: ScopeReader, scheduler: Scheduler | undefined, report: Reporter): readonly SchedulerFlag[] {
  const general = generalFlags.filter(([keyword]) => scope.value(keyword) === true);
  const hash = hashFlags.filter(([keyword]) => allowsHashing(keyword, scope, scheduler, report));
  return general.length + hash.length === 0 ? noFlags : [...general, ...hash].map(([, name]) => name);
}

/** Whether a keyword is there, and stands behind the name of a scheduler that hashes (as 2.2.7 wants it). */
function allowsHashing(
  keyword: Keyword<true>,
  scope: ScopeReader,
  scheduler: Scheduler | undefined,
  report: Reporter,
): boolean {
  const place = scope.keywordAt(keyword);
  if (place === undefined) return false;
  const schedulerPlace = scope.keywordAt(virtualServer.scheduler);
  const hashes = scheduler === "sh" || scheduler === "mh";
  if (hashes && schedulerPlace !== undefined && isBefore(schedulerPlace, place)) {
    return scope.value(keyword) ?? false;
  }
  const cure = hashes ? "move it below lvs_sched" : "write lvs_sched sh or mh above it";
  report.warning("conflict", place, `${keyword.name} only applies to sh scheduler - ignoring`, { cure });
  return false;
}
