/**
 * Writes to standard output. Whoever reads may have seen enough, as "head" has: that changes no status.
 */
export function writeOut(text: string, status: number): void {
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(status);
    process.stderr.write(`holdfast: the report could not be written: ${error.message}\n`);
    process.exit(2);
  });
  process.stdout.write(`${text}\n`);
}
