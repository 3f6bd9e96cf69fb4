import { addressOptions } from "../../decode/address-options.ts";
import type { LineOptionRow } from "../../decode/line-option.ts";
import { routeOptions } from "../../decode/route-options.ts";
import { ruleOptions } from "../../decode/rule-options.ts";

/** The options of one kind of lines. */
export type OptionKind = {
  readonly title: string;
  /** The blocks with such lines. */
  readonly blocks: readonly string[];
  /** What a line looks like. */
  readonly syntax: string;
  readonly options: readonly LineOptionRow[];
};

/** Lines with options of their own, which are no keywords of a block. */
export const lineOptions: readonly OptionKind[] = [
  {
    title: "lines of addresses",
    blocks: ["virtual_ipaddress", "virtual_ipaddress_excluded", "static_ipaddress"],
    syntax: "ADDRESS[/LENGTH] [OPTION ...]",
    options: addressOptions,
  },
  {
    title: "lines of routes",
    blocks: ["virtual_routes", "static_routes"],
    syntax: "[TYPE] DESTINATION [OPTION ...]",
    options: routeOptions,
  },
  {
    title: "lines of rules",
    blocks: ["virtual_rules", "static_rules"],
    syntax: "[OPTION ...]",
    options: ruleOptions,
  },
];

/** What is to be said about an option beyond its meaning, each as a label and a text. */
export function remarksOnOption(option: LineOptionRow): readonly (readonly [label: string, text: string])[] {
  const { only, default: otherwise, deprecated, unfinished } = option;
  const remarks: readonly (readonly [string, string | undefined])[] = [
    ["default", otherwise],
    ["only in", only === undefined ? undefined : `${only}_... blocks`],
    ["deprecated", deprecated],
    ["not implemented", unfinished],
  ];
  return remarks.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
}

/** `brd, broadcast <IP ADDRESS>|+|-` */
export function printOptionUsage({ name, aliases, syntax }: LineOptionRow): string {
  return [[name, ...(aliases ?? [])].join(", "), syntax].filter((part) => part !== "").join(" ");
}
