import type { CauseLink } from "./event-record.ts";
import type { ChainFact, Known } from "./facts.ts";

type Detail = CauseLink["details"][string];

/** One step of a chain; fields that are not known are left out. */
export function link(kind: string, text: string, fields: Readonly<Record<string, Detail | undefined>> = {}): CauseLink {
  const details: Record<string, Detail> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) details[name] = value;
  return { kind, text, details };
}

/** An event that was recorded before, with what was behind it. */
export function recalled(
  kind: string,
  fact: Known<ChainFact> | undefined,
  fields: Readonly<Record<string, Detail | undefined>> = {},
): readonly CauseLink[] {
  return fact === undefined ? [] : [link(kind, fact.text, { ...fields, event: fact.id }), ...fact.causes];
}

/** The beginning of a sentence in the middle of one; names and numbers stay. */
export function inner(text: string): string {
  return /^(?:The|A|An|There|Somebody|This|Interface|Script|Tracked|Group|All|Server|Reloaded|More|What|Another)\b/u.test(
    text,
  )
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
