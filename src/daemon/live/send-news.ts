import type { EventsNews } from "./outbox.ts";

/** To the supervisor of this process; as the outbox wants it. */
export function sendNews(message: EventsNews, taken: (hasFailed?: boolean) => void): boolean {
  if (!process.connected || process.send === undefined) return false;
  process.send(message, undefined, undefined, (error) => taken(error !== null));
  return true;
}
