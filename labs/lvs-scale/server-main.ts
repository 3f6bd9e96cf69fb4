import { createServer } from "node:net";
import { createInterface } from "node:readline";

import { longestKept, type Punctuality } from "./measure.ts";

// One server behind all real servers of the bench: each of them asks for a page of its own, "/7", and the times of its
// questions tell how punctual the checks are, whatever the checker itself believes. A line of input begins anew; what
// was seen until then is a line of output.

const answer = Buffer.from("HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\nhello world\n");
const [, , interval = "1000"] = process.argv;

const last = new Map<string, number>();
let lateness: number[] = [];

function see(path: string): void {
  const now = performance.now();
  const before = last.get(path);
  last.set(path, now);
  if (before !== undefined && lateness.length < longestKept) lateness.push(now - before - Number(interval));
}

createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", (bytes: Buffer) => {
    see(bytes.toString("latin1", 4, bytes.indexOf(32, 4)));
    socket.end(answer);
  });
}).listen({ port: 8000, backlog: 65_535 }, () => console.log("ready"));

createInterface({ input: process.stdin })
  .on("line", () => {
    const sorted = lateness.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
    const seen: Punctuality = { checks: sorted.length, median: at(0.5), p99: at(0.99), worst: at(1) };
    console.log(JSON.stringify(seen));
    lateness = [];
  })
  .on("close", () => process.exit(0));
