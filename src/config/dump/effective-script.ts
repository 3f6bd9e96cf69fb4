import { printSeconds } from "../../base/time.ts";
import type { ScriptConfig } from "../../vrrp/config.ts";
import { settingOf } from "../advice/blocks.ts";
import type { Statement } from "../tree.ts";
import { words } from "./effective.ts";
import type { EffectiveBlock, EffectiveValue } from "./effective.ts";

/** A script whose times may have been corrected. */
export function effectiveScript({ interval, timeout, rise, fall }: ScriptConfig, written: Statement): EffectiveBlock {
  const all: readonly (readonly [string, string])[] = [
    ["interval", printSeconds(interval)],
    ["timeout", printSeconds(timeout)],
    ["rise", String(rise)],
    ["fall", String(fall)],
  ];
  const given = all.filter(([keyword]) => settingOf(written, keyword) !== undefined);
  return { values: new Map(given.map(([keyword, text]): [string, EffectiveValue] => [keyword, words(text)])) };
}
