import { microseconds } from "../../../base/time.ts";
import type { Duration } from "../../../base/time.ts";
import { keyword, oldSpelling } from "../keyword.ts";
import type { Keyword, Shape } from "../keyword.ts";
import { clampedInteger, integer, unsignedMaximum } from "../numbers.ts";
import { integerOr } from "../optional-words.ts";
import { flag, forgiving } from "../shapes.ts";
import { processName } from "./process-name.ts";
import { processors } from "./processors.ts";

/** A time that the file gives in microseconds. */
function microsecondCount(minimum: number, maximum: number): Shape<Duration> {
  const shape = integer({ minimum, maximum });
  return {
    ...shape,
    syntax: `${shape.syntax} (microseconds)`,
    read(statement, report) {
      const value = shape.read(statement, report);
      return value === undefined ? undefined : microseconds(value);
    },
    print: String,
  };
}

/** The highest priority of the round-robin class of real-time scheduling (sched(7)). */
const highestPriority = 99;

/** All processes, or the first one (keepalived.conf(5), "Global definitions"). */
export const processKeywords = {
  distinctNames: keyword("process_names", flag, {
    priority: "P2",
    doc: "give each process a name that says what it does",
    default: "off",
  }),
  name: keyword("process_name", processName, {
    priority: "P2",
    doc: "name of the parent process",
    default: "keepalived",
  }),
  maximumAutomaticPriority: keyword(
    "max_auto_priority",
    integerOr({ minimum: -1, maximum: highestPriority }, highestPriority),
    {
      priority: "P1",
      doc: "real-time priority up to which late processes are raised; 0: never, -1: never and without a notice",
      default: "0",
    },
  ),
  automaticPriorityDelay: keyword("min_auto_priority_delay", forgiving(microsecondCount(1, 10_000_000)), {
    priority: "P2",
    doc: "microseconds of lateness from which on a process is raised",
    default: "1000000",
  }),
};

const limit = microsecondCount(1, unsignedMaximum);

/** The keywords of one of the children. */
export type ChildKeywords = {
  readonly name: Keyword<string>;
  readonly niceness: Keyword<number>;
  readonly noSwap: Keyword<true>;
  readonly realTimePriority: Keyword<number>;
  readonly processors: Keyword<readonly number[]>;
  readonly realTimeLimit: Keyword<Duration>;
  readonly oldRealTimeLimit: Keyword<Duration>;
};

function childKeywords(child: "vrrp" | "checker" | "bfd", what: string, defaultName: string): ChildKeywords {
  const isMissing = child !== "bfd" ? {} : { unfinished: "there is no such process" };
  const realTimeLimit = keyword(`${child}_rlimit_rttime`, limit, {
    priority: "P2",
    doc: `microseconds that ${what} may compute without a pause under a real-time priority`,
    default: "1000000; less would kill it when it only collects garbage",
    ...isMissing,
  });
  return {
    name: keyword(`${child}_process_name`, processName, {
      priority: "P2",
      doc: `name of ${what}`,
      default: `${defaultName} with process_names`,
      ...isMissing,
    }),
    niceness: keyword(`${child}_priority`, forgiving(integer({ minimum: -20, maximum: 19 })), {
      priority: "P1",
      doc: `nice value of ${what}: negative ones go first`,
      default: "0",
      idleWords: ["0"],
      ...isMissing,
    }),
    noSwap: keyword(`${child}_no_swap`, flag, {
      priority: "P2",
      doc: `keep ${what} in memory`,
      default: "off",
      ...(child !== "bfd"
        ? { unfinished: "its JavaScript objects may be swapped out, not its code", partly: true }
        : isMissing),
    }),
    realTimePriority: keyword(
      `${child}_rt_priority`,
      forgiving(clampedInteger({ minimum: 1, maximum: highestPriority })),
      {
        priority: "P1",
        doc: `real-time priority of ${what}`,
        default: "off",
        ...isMissing,
      },
    ),
    processors: keyword(`${child}_cpu_affinity`, forgiving(processors), {
      priority: "P2",
      doc: `processors that ${what} runs on`,
      default: "all",
      ...isMissing,
    }),
    realTimeLimit,
    oldRealTimeLimit: oldSpelling(`${child}_rlimit_rtime`, realTimeLimit),
  };
}

export const vrrpProcessKeywords: ChildKeywords = childKeywords("vrrp", "the VRRP process", "keepalived_vrrp");

export const checkerProcessKeywords: ChildKeywords = childKeywords(
  "checker",
  "the process that checks services",
  "keepalived_ipvs",
);

export const bfdProcessKeywords: ChildKeywords = childKeywords("bfd", "the BFD process", "keepalived_bfd");

/** The spelling of the time when the checker was the LVS process. */
export const oldProcessKeywords = {
  lvsName: oldSpelling("lvs_process_name", checkerProcessKeywords.name),
};
