import type { DumpRequest } from "./messages.ts";

/** Signals that ask the daemon for something (keepalived(8), "SIGNALS"). */
export type SignalRequest = "reload" | "stop" | DumpRequest;

/** SIGRTMIN+2 and SIGRTMAX-1 of glibc: the reference's requests for JSON and for statistics with clearing. */
export const realTimeSignals = { json: 36, statisticsClear: 63 } as const;

/**
 * Listens for all of them, so that none ends the process. Without `interrupt`, SIGINT is ignored
 * (`--ignore-sigint`).
 */
export function listenForSignals(
  options: { readonly interrupt: boolean },
  listener: (request: SignalRequest) => void,
): void {
  process.on("SIGHUP", () => listener("reload"));
  process.on("SIGTERM", () => listener("stop"));
  process.on("SIGINT", () => {
    if (options.interrupt) listener("stop");
  });
  process.on("SIGPIPE", () => undefined);
  listenForDumpSignals(listener);
}

/** Signals of the terminal reach the whole process group: the supervisor decides what they mean. */
export function leaveSignalsToSupervisor(): void {
  for (const signal of ["SIGINT", "SIGHUP", "SIGPIPE"] as const) process.on(signal, () => undefined);
}

/** Listens for those that ask for files, which every process of the daemon understands. */
export function listenForDumpSignals(listener: (request: DumpRequest) => void): void {
  process.on("SIGUSR1", () => listener("data"));
  process.on("SIGUSR2", () => listener("statistics"));
  listenForRealTimeSignal(realTimeSignals.json, () => listener("json"));
  listenForRealTimeSignal(realTimeSignals.statisticsClear, () => listener("statistics-clear"));
}

type SignalWatcher = { onsignal: () => void; start(signal: number): number; unref?(): void };

/**
 * Node.js knows real-time signals by no name, and their default is to end the process. What its own signal events
 * are made of takes any number; where a later Node.js no longer lends it out, those signals stay unheard.
 */
function listenForRealTimeSignal(signal: number, listener: () => void): void {
  const quiet = process.noDeprecation;
  process.noDeprecation = true;
  try {
    const watcher = openSignalWatcher();
    if (watcher === undefined) return;
    watcher.onsignal = listener;
    watcher.start(signal);
    watcher.unref?.();
  } finally {
    if (quiet === undefined) delete process.noDeprecation;
    else process.noDeprecation = quiet;
  }
}

function openSignalWatcher(): SignalWatcher | undefined {
  try {
    return hasBinding(process) ? new (process.binding("signal_wrap").Signal)() : undefined;
  } catch {
    return undefined;
  }
}

type WithBinding = { binding(name: "signal_wrap"): { readonly Signal: new () => SignalWatcher } };

function hasBinding(subject: object): subject is WithBinding {
  return "binding" in subject && typeof subject.binding === "function";
}
