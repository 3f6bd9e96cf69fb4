/**
 * Speaks for routers that are not there: for each line of its input, an interface and frames as hexadecimal digits, it
 * sends the frames ten times a second from then on.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { parseHex } from "../../src/base/hex.ts";
import { openAnnouncer } from "../../src/platform/linux/index.ts";

const interval = 100;

const announcer = openAnnouncer();
process.stdout.write("ready\n");
createInterface({ input: process.stdin }).on("line", (line) => {
  const [name = "", ...texts] = line.split(" ");
  const index = Number(readFileSync(`/sys/class/net/${name}/ifindex`, "utf8"));
  const frames = texts.map(parseHex);
  setInterval(() => {
    for (const frame of frames) announcer.sendFrame(index, frame);
  }, interval);
  process.stdout.write("speaking\n");
});
