import type { Family } from "../../base/ip-address.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";

/** What the machine tells about itself: plain data that the daemon supplies. */
export type LoadEnvironment = {
  /** The name that the machine goes by where the file gives no other. */
  readonly hostName: string;
  /** Names of the interfaces that exist; undefined: do not check. */
  readonly interfaces?: ReadonlySet<string> | undefined;
  /** Names of the accounts that exist; undefined: do not check. */
  readonly users?: ReadonlySet<string> | undefined;
};

/**
 * Where the things stand that only the daemon can check, such as interfaces and scripts. Keys are made by
 * `locationKey`.
 */
export type Locations = ReadonlyMap<string, Span>;

/** The key of a place: `instance VI_1 interface`, `script chk script`, `instance VI_1 notify_master`. */
export function locationKey(kind: "instance" | "group" | "script", name: string, keyword: string): string {
  return `${kind} ${name} ${keyword}`;
}

/** What the decoders of one load share. */
export type DecodeContext = {
  readonly environment: LoadEnvironment;
  readonly report: Reporter;
  readonly locations: Map<string, Span>;
  /** Names of the scripts that something tracks, or would if it could be used. */
  readonly namedScripts: Set<string>;
};

/** The name behind the keyword of a block, as in `vrrp_instance VI_1`; undefined and a finding without one. */
export function blockName(
  statement: { readonly keyword: Word; readonly words: readonly Word[] },
  report: Reporter,
): Word | undefined {
  const [name, extra] = statement.words;
  if (name !== undefined && extra === undefined) return name;
  const message = `${statement.keyword.text} must have a name, of one word`;
  report.error("missing-setting", extra ?? statement.keyword, `${message} - ignoring the block`);
  return undefined;
}

/** True unless the machine is known not to have the interface, which is fatal (as in the reference). */
export function checkInterface(name: Word, what: string, context: DecodeContext, report: Reporter): boolean {
  const { interfaces } = context.environment;
  if (interfaces === undefined || interfaces.has(name.text)) return true;
  const message = `WARNING - interface ${name.text} for ${what} doesn't exist`;
  report.fatal("not-found", name, message, { cure: near(name.text, interfaces) });
  return false;
}

function near(name: string, interfaces: ReadonlySet<string>): string {
  return interfaces.size === 0
    ? `there is no interface ${name}`
    : `there are ${[...interfaces].slice(0, 12).join(", ")}`;
}

export function printFamily(family: Family): "IPv4" | "IPv6" {
  return family === "ipv4" ? "IPv4" : "IPv6";
}
