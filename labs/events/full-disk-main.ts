import { JournalFile } from "../../src/daemon/live/journal-file.ts";
import { sampleRecord, sampleRecords } from "../../src/daemon/live/samples.ts";

// Writes to a journal where there is room for some kilobytes: `full-disk-main DIRECTORY`. Tells what it could write.

const [directory = ""] = process.argv.slice(2);
const journal = new JournalFile({ directory });
await journal.open();
await journal.append(sampleRecords(1, 3));
try {
  await journal.append(sampleRecords(4, 400));
  console.log("everything was written");
} catch (error) {
  console.log(error instanceof Error && "code" in error ? error.code : error);
}
await journal.append([sampleRecord(401)]);
await journal.close();
