export { usualChildWaitTime } from "./child.ts";
export {
  type ChildExit,
  type ChildName,
  childNames,
  isOnlooker,
  type SupervisorEvent,
  type WorkerName,
  workerNames,
} from "./events.ts";
export { Supervisor, type SupervisorEffect, type SupervisorInput } from "./supervisor.ts";
export { childTitle, describeSupervisorEvent } from "./wording.ts";
