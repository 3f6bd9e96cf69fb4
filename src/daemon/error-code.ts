/** "ENOENT" and the like, of what a call of Node.js has thrown. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
