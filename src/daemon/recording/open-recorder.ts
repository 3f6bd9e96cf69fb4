import { join } from "node:path";

import { ownIdentity } from "../process-identity.ts";
import { InputRecorder, type InputRecorderSettings } from "./input-recorder.ts";
import { recordingFolder } from "./read-recording.ts";
import { SegmentFile } from "./segment-file.ts";

/** Records the inputs of this process in its state directory. */
export function openRecorder(
  stateDirectory: string,
  settings: Omit<InputRecorderSettings, "file" | "directory" | "run">,
): InputRecorder {
  const directory = join(stateDirectory, recordingFolder);
  const { pid, startTime } = ownIdentity();
  return new InputRecorder({ ...settings, directory, file: new SegmentFile(directory), run: `${pid}.${startTime}` });
}
