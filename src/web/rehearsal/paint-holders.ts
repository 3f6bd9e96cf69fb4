import { type HolderSpan, isHandOver, printLasting } from "../model/scene.ts";
import { type Palette, palette } from "../view/palette.ts";

/**
 * Paints who has an address: one node fills the strip with its name, nobody leaves a hatched hole with a frame, two
 * stand one above the other.
 */
export function paintHolders(
  context: CanvasRenderingContext2D,
  spans: readonly HolderSpan[],
  moments: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
  [left, right]: readonly [number, number],
): void {
  const colours = palette();
  const toX = (time: number): number => ((time - left) / (right - left)) * width;
  context.clearRect(0, 0, width, height);
  context.font = colours.font;
  context.textBaseline = "middle";
  for (const span of spans) {
    if (span.to < left || span.from > right) continue;
    const from = Math.max(-2, toX(span.from));
    const to = Math.min(width + 2, toX(span.to));
    paintSpan(context, span, { left: from, width: Math.max(to - from, 1.5), height }, colours);
  }
  context.fillStyle = colours.accent;
  for (const moment of moments)
    if (moment >= left && moment <= right) context.fillRect(toX(moment) - 0.5, 0, 1, height);
}

type Box = { readonly left: number; readonly width: number; readonly height: number };

function paintSpan(context: CanvasRenderingContext2D, span: HolderSpan, box: Box, colours: Palette): void {
  const { left, width, height } = box;
  const { owners } = span;
  const [one] = owners;
  if (one === undefined) {
    hatch(context, box, colours);
    label(context, [`nobody ${printLasting(span)}`, "nobody", "0"], box, colours, colours.states.fault);
    return;
  }
  context.strokeStyle = colours.states.master;
  context.lineWidth = 1;
  if (owners.length === 1) {
    context.globalAlpha = 0.2;
    context.fillStyle = colours.states.master;
    context.fillRect(left, 2, width, height - 4);
    context.globalAlpha = 1;
    context.fillRect(left, height - 4, width, 2);
    context.fillRect(left, 2, 1, height - 4);
    label(context, [one], box, colours, colours.text);
    return;
  }
  const isLong = !isHandOver(span);
  context.fillStyle = isLong ? colours.states.fault : colours.states.master;
  const each = (height - 2) / owners.length;
  for (const place of owners.keys()) context.fillRect(left, 1 + each * place, width, Math.max(2, each - 2));
  if (isLong) label(context, [owners.join(" and "), String(owners.length)], box, colours, colours.states.fault);
}

function hatch(context: CanvasRenderingContext2D, { left, width, height }: Box, colours: Palette): void {
  const colour = colours.states.fault;
  context.save();
  context.beginPath();
  context.rect(left, 2, width, height - 4);
  context.clip();
  context.globalAlpha = 0.14;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 0.55;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - height - (left % 6); x < left + width; x += 6) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeRect(left, 2, width, height - 4);
  context.restore();
}

/** The first of the texts that has room, on a ground on which it can be read. */
function label(
  context: CanvasRenderingContext2D,
  texts: readonly string[],
  { left, width, height }: Box,
  colours: Palette,
  colour: string,
): void {
  const begin = Math.max(0, left) + 6;
  const room = left + width - begin - 6;
  const text = texts.find((each) => context.measureText(each).width <= room - 4);
  if (text === undefined) return;
  const length = context.measureText(text).width;
  context.fillStyle = colours.surface;
  context.globalAlpha = 0.85;
  context.fillRect(begin - 3, 4, length + 6, height - 9);
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.fillText(text, begin, height / 2);
}
