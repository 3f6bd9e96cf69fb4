import { readdirSync, readFileSync } from "node:fs";

/** What all threads of the processes have spent on a processor, in microseconds (proc(5), schedstat). */
export function processorTime(processes: readonly number[]): number {
  const threads = processes.flatMap((pid) => readdirSync(`/proc/${pid}/task`).map((tid) => `/proc/${pid}/task/${tid}`));
  const nanoseconds = threads.map((thread) => Number(readFileSync(`${thread}/schedstat`, "utf8").split(" ")[0]));
  return nanoseconds.reduce((sum, value) => sum + value, 0) / 1000;
}
