/** What ends the demo before its end, and the exit status that says so (128 and the number of the signal). */
export const signalStatus = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export type InterruptingSignal = keyof typeof signalStatus;

/** Settles with the first of these signals. From now on they end nothing by themselves. */
export async function interruption(): Promise<InterruptingSignal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(signal));
  });
}
