/**
 * How long notify_stop scripts, those of `omega` and readers of FIFOs have before the process ends (30.27, 32.6 of the
 * reference), ms.
 */
const grace = 1000;

/** What tells scripts, FIFOs and mail: `finish` calls back when all has been told, `stop` ends what has not ended. */
type Teller = { readonly finish: (callback: () => void) => void; readonly stop: () => void };

/** Resolves when what has happened has been told, or when that has taken too long. */
export async function awaitLastWords(teller: Teller): Promise<void> {
  await new Promise<void>((resolve) => {
    const overdue = setTimeout(() => {
      teller.stop();
      resolve();
    }, grace);
    teller.finish(() => {
      clearTimeout(overdue);
      resolve();
    });
  });
}
