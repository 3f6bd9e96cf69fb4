import { createServer } from "node:http";

import { nodeHeader } from "./helper-client.ts";

export type PageOptions = { readonly node: string; readonly port: number };

/** Serves one page at every address of this machine, IPv4 and IPv6; tells when it listens. */
export function servePages(options: PageOptions, tell: (line: string) => void): void {
  const page = `<!doctype html>\n<title>${options.node}</title>\n<p>This is ${options.node}.</p>\n`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html", [nodeHeader]: options.node, connection: "close" });
    response.end(page);
  });
  server.on("error", (error) => {
    tell(`cannot serve: ${error.message}`);
    process.exit(1);
  });
  server.listen({ host: "::", port: options.port }, () => tell("listening"));
}
