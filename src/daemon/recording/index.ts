export { InputRecorder } from "./input-recorder.ts";
export { openRecorder } from "./open-recorder.ts";
export { findSegments, NoRecording, readRecording, type ReadItem } from "./read-recording.ts";
