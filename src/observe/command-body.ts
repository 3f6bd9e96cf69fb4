import type { Command } from "../status/live/control-protocol.ts";
import { readRequest } from "../status/live/read-request.ts";

/** What the conversation with the supervisor needs, and a client cannot say. */
const reserved = ["id", "method", "user"];

/** The body of a request as a command; else what is wrong with it. */
export function readCommand(text: string): Command | string {
  const fields = parseObject(text);
  if (fields === undefined) return 'the body must be a JSON object, such as {"command":"reload","plan":true}';
  const surplus = reserved.find((name) => Object.hasOwn(fields, name));
  if (surplus !== undefined) return `command has no field ${JSON.stringify(surplus)} here`;
  const read = readRequest(JSON.stringify({ ...fields, id: 0, method: "command", user: "http" }));
  if ("refusal" in read) return read.refusal.message;
  const { request } = read;
  if (request.method !== "command") return "this is not a command";
  const { id: _, method: __, user: ___, ...command } = request;
  return command;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
