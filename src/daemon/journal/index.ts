export { openJournal, type OpenedJournal } from "./open-journal.ts";
export type { VrrpJournal } from "./vrrp-journal.ts";
