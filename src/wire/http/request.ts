/** Forms of a request; 1.0C is 1.0 with a "Connection: close" header. */
export type HttpForm = "1.0" | "1.0C" | "1.1";

export type HttpRequest = {
  /** As it is written behind GET. */
  readonly target: string;
  readonly host: string;
  readonly form: HttpForm;
};

/** A GET as the reference writes it: the same headers in the same order, so that servers see no difference. */
export function printHttpRequest({ target, host, form }: HttpRequest): string {
  const version = form === "1.1" ? "1.1" : "1.0";
  const connection = form === "1.0" ? "" : "Connection: close\r\n";
  return `GET ${target} HTTP/${version}\r\nUser-Agent: KeepAliveClient\r\n${connection}Host: ${host}\r\n\r\n`;
}
