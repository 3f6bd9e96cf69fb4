/** Writes to standard output, and waits where it is slower. Whoever closes it, as head(1) does, has seen enough. */
export async function print(text: string): Promise<void> {
  const output = process.stdout;
  await new Promise<void>((resolve) => {
    output.write(text, () => resolve());
  });
}

/** From now on the end of a pipe's reader is the end of this process, not an error of it. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}
