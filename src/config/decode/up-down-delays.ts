import { microseconds, printSeconds, times } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { LinkDelays } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { decimalNumber, parseNumber } from "../schema/numbers.ts";
import { quoteWord, refuseExtraWords } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { isKnownInterface } from "./context.ts";
import type { DecodeContext } from "./context.ts";

/** Delays and where their interface is named. */
export type LinkDelaysDraft = { readonly place: Word; readonly delays: LinkDelays };

/** Seconds. */
const longest = 255;

/** How far below its limit a delay is set that is too long (as 2.2.7 does). */
const margin = microseconds(7_812);

/**
 * The lines of `interface_up_down_delays`: INTERFACE DOWN [UP] in seconds. UP is DOWN unless given, as the manual
 * says; the last line of an interface counts.
 */
export function decodeLinkDelays(lines: readonly Statement[], context: DecodeContext): readonly LinkDelaysDraft[] {
  const all = new Map<string, LinkDelaysDraft>();
  for (const line of lines) {
    const { keyword: place, words } = line;
    if (!isKnownInterface(place, "up/down delay", context)) continue;
    const down = words[0] && readDelay(words[0], place, context);
    const up = words[1] === undefined ? down : readDelay(words[1], place, context);
    refuseExtraWords(line, 2, context.report);
    if (down === undefined || up === undefined) {
      if (words[0] !== undefined) continue;
      const message = `${place.text} has no delay - ignoring`;
      context.report.warning("missing-setting", place, message, { cure: "write INTERFACE DOWN [UP]", effect: "none" });
      continue;
    }
    all.set(place.text, { place, delays: { interface: place.text, down, up } });
  }
  return [...all.values()];
}

function readDelay(word: Word, { text }: Word, { report }: DecodeContext): Duration | undefined {
  const range = { minimum: 0, maximum: longest };
  const value = parseNumber(word, decimalNumber, range, `the up/down delay of ${text}`, report);
  return value === undefined ? undefined : microseconds(value * 1_000_000);
}

/**
 * A backup that does not hear adverts must notice its own dead link before it takes over: delays stay below
 * (down_timer_adverts - 1) advert intervals of every instance on the interface. The reference resets longer ones
 * when it runs, and a configuration test does not mind.
 */
export function limitLinkDelays(
  drafts: readonly LinkDelaysDraft[],
  instances: readonly InstanceConfig[],
  context: DecodeContext,
): readonly LinkDelays[] {
  if (drafts.length === 0) return [];
  return drafts.map(({ place, delays }) => {
    const users = instances.filter((instance) => instance.interface === delays.interface);
    return users.reduce((limited, instance) => limit(limited, instance, place, context), delays);
  });
}

function limit(delays: LinkDelays, instance: InstanceConfig, place: Word, { report }: DecodeContext): LinkDelays {
  const adverts = instance.downTimerAdverts - 1;
  const tooLong = times(instance.advertInterval, adverts);
  if (delays.down < tooLong && delays.up < tooLong) return delays;
  const longestPossible = microseconds(Math.max(0, tooLong - margin));
  const what = `interface ${delays.interface} debounce timer(s) not less than ${adverts} * advert_int - resetting`;
  const cure = `stay below ${printSeconds(tooLong)} seconds`;
  report.within(instance.name).warning("adjusted", place, what, { cure, effect: "none" });
  const shorter = (delay: Duration): Duration => (delay < tooLong ? delay : longestPossible);
  return { interface: delays.interface, down: shorter(delays.down), up: shorter(delays.up) };
}

/** The line that reads back to the same delays. */
export function printLinkDelays({ interface: name, down, up }: LinkDelays): string {
  return [quoteWord(name), printSeconds(down), ...(up === down ? [] : [printSeconds(up)])].join(" ");
}
