import type { Family } from "../../base/ip-address.ts";
import type { Word } from "../lexer.ts";
import { didYouMean, nearest } from "../nearest.ts";
import type { ReadingEnvironment } from "../reading/environment.ts";
import type { Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";
import type { RouteNames } from "./route-names.ts";

/** What the machine tells about itself: plain data that the daemon supplies. */
export type LoadEnvironment = ReadingEnvironment & {
  /** The name that the machine goes by where the file gives no other. */
  readonly hostName: string;
  /** Names of the interfaces that exist; undefined: do not check. */
  readonly interfaces?: ReadonlySet<string> | undefined;
  /** The configuration may be for another machine: an interface that does not exist is only worth a warning. */
  readonly elsewhere?: true | undefined;
  /** The accounts that exist; undefined: do not check. */
  readonly accounts?: AccountNames | undefined;
  /** How many processors there are; undefined: do not check. */
  readonly processors?: number | undefined;
  /** Names of routing tables and the like; undefined: only those that every machine has. */
  readonly routeNames?: RouteNames | undefined;
};

/** Whether a machine knows a name; the name services may be asked for it. */
export type AccountNames = {
  readonly hasUser: (name: string) => boolean;
  readonly hasGroup: (name: string) => boolean;
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
  /** Interfaces may come later (`dynamic_interfaces`). */
  readonly dynamicInterfaces?: boolean | undefined;
  readonly report: Reporter;
  readonly locations: Map<string, Span>;
  /** What is tracked, or would be if it could be used: the kind and the name, as in "script chk" and "file f". */
  readonly namedTrackers: Set<string>;
  /** By name: those that health checks read. */
  readonly checkedFiles: Set<string>;
  /** The names of blocks that cannot be tracked for their own mistakes, keyed in the same way. */
  readonly removedTrackers: Map<string, Word>;
  /** The priority of the next rule that has none of its own. */
  readonly rulePriority: { next: number };
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
  if (context.dynamicInterfaces === true) return true;
  const message = `WARNING - interface ${name.text} for ${what} doesn't exist`;
  const cure = near(name.text, interfaces, report);
  if (context.environment.elsewhere) {
    report.warning("not-found", name, `interface ${name.text} for ${what} doesn't exist here`, {
      cure,
      effect: "none",
    });
    return true;
  }
  report.fatal("not-found", name, message, { cure });
  return false;
}

function near(name: string, interfaces: ReadonlySet<string>, { full }: Reporter): string {
  if (interfaces.size === 0) return `there is no interface ${name}`;
  const known = `there are ${[...interfaces].slice(0, 12).join(", ")}`;
  const meant = full ? undefined : nearest(name, interfaces);
  return meant === undefined ? known : `${didYouMean(meant)} ${known}`;
}

/** As `checkInterface`, where the daemon runs without what names the interface. */
export function isKnownInterface(name: Word, what: string, context: DecodeContext): boolean {
  const { environment, report } = context;
  const { interfaces } = environment;
  if (interfaces === undefined || interfaces.has(name.text) || context.dynamicInterfaces === true) return true;
  const message = `unknown interface ${name.text} specified for ${what}`;
  const cure = near(name.text, interfaces, report);
  if (environment.elsewhere) report.warning("not-found", name, `${message} here`, { cure, effect: "none" });
  else report.error("not-found", name, message, { cure, effect: "cannot-run" });
  return environment.elsewhere === true;
}

export function printFamily(family: Family): "IPv4" | "IPv6" {
  return family === "ipv4" ? "IPv4" : "IPv6";
}
