import { unreachable } from "../../base/assert.ts";
import type { Lane, LaneState, Segment } from "../model/timeline.ts";
import { palette, type Palette } from "./palette.ts";

/** Where on the canvas: pixels of the page. */
type Box = { readonly left: number; readonly width: number; readonly height: number };

const letters: Readonly<Record<LaneState, string>> = {
  master: "M",
  backup: "B",
  fault: "F",
  init: "I",
  maintenance: "W",
  gone: "",
  unheard: "?",
};

/**
 * Paints the life of one instance between two edges of time. A state is told by its shape as well as by its colour: a
 * master fills the lane, a backup is a thin line, a fault is hatched, who is kept out by an operator stands between two
 * rails, what is unknown is dotted, who is gone leaves nothing.
 * `moments` are the hand-overs of the router.
 */
export function paintLane(
  context: CanvasRenderingContext2D,
  lane: Lane,
  moments: readonly number[],
  size: { readonly width: number; readonly height: number },
  [left, right, now]: readonly [number, number, number],
): void {
  const colours = palette();
  const { width, height } = size;
  const toX = (time: number): number => ((time - left) / (right - left)) * width;
  context.clearRect(0, 0, width, height);
  for (const [index, segment] of lane.segments.entries()) {
    // The last goes on until now, which is later than when the lane was made.
    const end = index === lane.segments.length - 1 ? Math.max(segment.to, now) : segment.to;
    if (end < left || segment.from > right) continue;
    const from = Math.max(-2, toX(segment.from));
    const to = Math.min(width + 2, toX(end));
    // However short it was, it is seen.
    paintSegment(context, segment, { left: from, width: Math.max(to - from, 1.5), height }, colours);
  }
  context.fillStyle = colours.accent;
  for (const moment of moments)
    if (moment >= left && moment <= right) context.fillRect(toX(moment) - 0.5, 0, 1, height);
  for (const { at, record } of lane.marks) {
    if (at < left || at > right) continue;
    context.fillStyle = record.severity === "notice" ? colours.text : colours.warning;
    context.beginPath();
    context.moveTo(toX(at), height - 6);
    context.lineTo(toX(at) + 3.5, height);
    context.lineTo(toX(at) - 3.5, height);
    context.fill();
  }
}

function paintSegment(context: CanvasRenderingContext2D, { state }: Segment, box: Box, colours: Palette): void {
  const { left, width, height } = box;
  const middle = height / 2;
  context.fillStyle = colours.states[state];
  context.strokeStyle = colours.states[state];
  switch (state) {
    case "master":
      context.beginPath();
      context.roundRect(left, 3, width, height - 6, Math.min(4, width / 2));
      context.fill();
      break;
    case "backup":
      context.fillRect(left, middle - 1.5, width, 3);
      break;
    case "fault":
      hatch(context, { left, width, height });
      break;
    case "maintenance":
      rails(context, box);
      break;
    case "init":
      dots(context, box, 4);
      break;
    case "unheard":
      dots(context, box, 8);
      break;
    case "gone":
      break;
    default:
      unreachable(state);
  }
  if (width < 22 || letters[state] === "") return;
  const x = Math.max(left, 0) + (state === "master" ? 7 : 3);
  context.font = colours.font;
  context.textBaseline = "middle";
  const room = context.measureText(letters[state]).width + 4;
  if (state !== "master") context.clearRect(x - 3, 0, room + 3, height);
  context.fillStyle = state === "master" ? colours.letterOnMaster : colours.states[state];
  context.fillText(letters[state], x, middle + 0.5);
}

function hatch(context: CanvasRenderingContext2D, { left, width, height }: Box): void {
  const top = 4;
  const bottom = height - 4;
  context.save();
  context.beginPath();
  context.rect(left, top, width, bottom - top);
  context.clip();
  context.globalAlpha = 0.3;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.beginPath();
  for (let x = left - height - (left % 7); x < left + width; x += 7) {
    context.moveTo(x, bottom);
    context.lineTo(x + height, top - 4);
  }
  context.stroke();
  context.restore();
}

/** Like what is fenced off on a road: nothing is wrong with it. */
function rails(context: CanvasRenderingContext2D, { left, width, height }: Box): void {
  const [top, bottom] = [5, height - 5];
  context.globalAlpha = 0.22;
  context.fillRect(left, top, width, bottom - top);
  context.globalAlpha = 1;
  context.fillRect(left, top, width, 2);
  context.fillRect(left, bottom - 2, width, 2);
  context.fillRect(left, top, 2, bottom - top);
}

function dots(context: CanvasRenderingContext2D, { left, width, height }: Box, distance: number): void {
  for (let x = Math.ceil(left / distance) * distance; x < left + width; x += distance) {
    context.fillRect(x, height / 2 - 1, 2, 2);
  }
}
