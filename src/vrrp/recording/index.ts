export { RecordDecoder, type RecordError } from "./decode.ts";
export { allLines, type Lines, packetLimit, RecordEncoder } from "./encode.ts";
export {
  isTransition,
  type Recorded,
  recordingVersion,
  type SegmentHead,
  type Standing,
  type Standings,
  type Transition,
} from "./record.ts";
export { predecessorOf, standingsOf, timersOf } from "./standings.ts";
export { type Known, Synopsis } from "./synopsis.ts";
