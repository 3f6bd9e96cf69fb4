import { release, version } from "node:os";
import { unreachable } from "../base/assert.ts";
import { holdfastVersion, versionTitle } from "../base/version.ts";
import { type KeepalivedOption, keepalivedOptions } from "./keepalived-option-table.ts";

/** What `--version` prints; tools read the version from the first line and the features from "Config options". */
export function versionText(): string {
  return [
    versionTitle,
    "",
    `Holdfast ${holdfastVersion}, a drop-in for Keepalived, on Node.js ${process.version}`,
    `Running on Linux ${release()} ${version()}`,
    "",
    "Config options:  VRRP VRRP_AUTH",
  ].join("\n");
}

export function helpText(program: string): string {
  return [`Usage: ${program} [OPTION...]`, ...optionLines(keepalivedOptions)].join("\n");
}

/** A line or two for each option, in columns. */
export function optionLines(options: readonly KeepalivedOption[]): readonly string[] {
  const rows = options.map((option) => [synopsis(option), describe(option)] as const);
  const width = Math.max(...rows.map(([left]) => left.length).filter((length) => length <= 30));
  return rows.map(([left, right]) =>
    left.length <= width ? `${left.padEnd(width)}  ${right}` : `${left}\n${" ".repeat(width)}  ${right}`,
  );
}

function synopsis(option: KeepalivedOption): string {
  const short = option.short === undefined ? "   " : `-${option.short},`;
  return `  ${short} --${option.name}${valueSynopsis(option)}`;
}

function valueSynopsis(option: KeepalivedOption): string {
  switch (option.value) {
    case "none":
      return "";
    case "required":
      return `=${option.valueName ?? "VALUE"}`;
    case "optional":
      return `[=${option.valueName ?? "VALUE"}]`;
    default:
      return unreachable(option.value);
  }
}

function describe({ help, missing }: KeepalivedOption): string {
  if (missing === undefined) return help;
  return `${help} (${missing.kind === "ignored" ? "accepted, not implemented" : "not implemented"})`;
}
