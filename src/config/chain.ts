import { unreachable } from "../base/assert.ts";
import { hideKnown, hideParameters, isSecretParameter } from "./known-secrets.ts";
import { maskSecrets } from "./secrets.ts";
import { positionAt, writtenSpan } from "./source.ts";
import type { Parameter, Source, Span, Stretch } from "./source.ts";

/** As many steps are shown, and as much of each text. */
const longestChain = 12;
const mostParameters = 8;
const longestText = 160;

/** One step of how a place that is not written where it is read came to be there. */
export type Link =
  /** `secret`: it stands for a part of the place that is not to be shown. */
  | { readonly kind: "parameter"; readonly parameter: Parameter; readonly place: Span; readonly secret: boolean }
  | { readonly kind: "expansion"; readonly text: string; readonly source: Source }
  | { readonly kind: "include"; readonly place: Span };

/**
 * The parameters that are part of a place, outermost first, what its line expands to, and which lines include its file.
 */
export function linksTo(span: Span): readonly Link[] {
  const links: Link[] = [];
  let place: Span | undefined = span;
  while (place !== undefined && links.length < longestChain) {
    links.push(...expansionLinks(place));
    const { source }: Span = writtenSpan(place);
    place = source.origin?.place;
    if (place !== undefined) links.push({ kind: "include", place: writtenSpan(place) });
  }
  return links.slice(0, longestChain);
}

/**
 * The links to a place as lines without a line end; secrets are masked.
 *
 *     $PRIO is defined at keepalived.conf:2:1 as 300
 *     the line expands to: priority 300
 *     included from keepalived.conf:7:1
 */
export function describeChain(span: Span): readonly string[] {
  return [...new Set(linksTo(span).map(describeLink))];
}

function expansionLinks(span: Span): readonly Link[] {
  const { source } = span;
  if (source.origin?.kind !== "expansion") return [];
  const links: Link[] = [];
  for (let part = span; part.source.origin?.kind === "expansion";) {
    const { stretches, place }: { readonly stretches: readonly Stretch[]; readonly place: Span } = part.source.origin;
    const used = stretches.filter((stretch, index) => overlaps(part, stretch, stretches[index + 1]));
    const secret = isSecret(part);
    const made = used.flatMap(({ parameter }): Link[] =>
      parameter?.place === undefined
        ? []
        : [
            {
              kind: "parameter",
              parameter,
              place: parameter.place,
              secret: secret || isSecretParameter(parameter, span.source),
            },
          ],
    );
    links.unshift(...made);
    part = outer(part, used, place);
  }
  return [...links.slice(0, mostParameters), { kind: "expansion", text: hideParameters(source), source }];
}

/** The part of the parent that the used stretches were made of. */
function outer(part: Span, used: readonly Stretch[], place: Span): Span {
  const from = used.map((stretch) =>
    stretch.parameter ? stretch.from : stretch.from + Math.max(0, part.start - stretch.start),
  );
  const to = used.map((stretch) => (stretch.parameter ? stretch.to : stretch.from + part.end - stretch.start));
  const start = Math.min(...from, place.end);
  return { source: place.source, start, end: Math.max(start, Math.min(place.end, Math.max(...to))) };
}

/** Whether a stretch has a part in the span; an empty span belongs to what is before it. */
function overlaps({ start, end }: Span, stretch: Stretch, next: Stretch | undefined): boolean {
  const stretchEnd = next?.start ?? Infinity;
  return start === end ? stretch.start < start && start <= stretchEnd : stretch.start < end && start < stretchEnd;
}

function describeLink(link: Link): string {
  switch (link.kind) {
    case "parameter": {
      const { name, text, repeated } = link.parameter;
      const value = link.secret ? "***" : show(text, link.place.source);
      const place = describePlace(link.place);
      return repeated
        ? `$${name} is ${value} here, from the repetition at ${place}`
        : `$${name} is defined at ${place} as ${value}`;
    }
    case "expansion":
      return `the line expands to: ${show(link.text, link.source)}`;
    case "include":
      return `included from ${describePlace(link.place)}`;
    default:
      return unreachable(link);
  }
}

/** Whether masking the line changes the part. */
function isSecret({ source, start, end }: Span): boolean {
  const { text } = source;
  return hideKnown(maskSecrets(text), source).slice(start, end) !== text.slice(start, end);
}

function show(text: string, source: Source): string {
  return hideKnown(maskSecrets(text), source)
    .slice(0, longestText)
    .replaceAll(/\p{Cc}/gu, " ");
}

/** Where a text is written: that of a parameter where it is defined. */
function describePlace(span: Span): string {
  let place = span;
  for (let { origin } = place.source; origin?.kind === "expansion"; { origin } = place.source) {
    const stretch = origin.stretches.findLast(({ start }) => start <= place.start);
    const inside = place.start - (stretch?.start ?? 0);
    const definition = stretch?.parameter?.repeated === false ? stretch.parameter.place : undefined;
    const source = definition?.source ?? origin.place.source;
    const copied = stretch?.parameter === undefined ? inside : 0;
    const start = definition === undefined ? (stretch?.from ?? 0) + copied : definition.start + inside;
    place = { source, start, end: start };
  }
  return describePosition(place);
}

function describePosition({ source, start }: Span): string {
  const { line, column } = positionAt(source, start);
  return `${source.path}:${line}:${column}`;
}
