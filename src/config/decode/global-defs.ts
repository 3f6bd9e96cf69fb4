import { IpAddress } from "../../base/ip-address.ts";
import type { Family } from "../../base/ip-address.ts";
import { seconds, zeroDuration } from "../../base/time.ts";
import type { Duration } from "../../base/time.ts";
import type { Account, GlobalConfig } from "../model.ts";
import { globalDefs, globalDefsScope } from "../schema/global-defs.ts";
import { allWords, refuseExtraWords, requiredWord } from "../schema/words.ts";
import type { Statement } from "../tree.ts";
import { decodeAnnouncementDefaults } from "./announcements.ts";
import type { AnnouncementSettings } from "./announcements.ts";
import type { DecodeContext } from "./context.ts";
import { checkAccount, readAccount } from "./script-line.ts";
import { decodeSmtpServer } from "./smtp-server.ts";
import { ScopeReader } from "./scope-reader.ts";

/** What `global_defs` says: for the daemon, and as defaults of the instances. */
export type Globals = { readonly config: GlobalConfig; readonly defaults: InstanceDefaults };

export type InstanceDefaults = {
  readonly version: number;
  readonly multicastGroups: Readonly<Record<Family, IpAddress>>;
  readonly announcements: AnnouncementSettings;
  readonly downTimerAdverts: number;
  /** Undefined: only in strict mode. */
  readonly lowerPriorityNoAdvert: boolean | undefined;
  readonly checksumAsV2: boolean;
  readonly strict: boolean;
  readonly startupDelay: Duration;
};

/**
 * Reads every `global_defs` block as if they were one. Where they stand does not matter: 2.2.7 reads them before
 * the instances, and so do we.
 */
export function decodeGlobals(blocks: readonly Statement[], context: DecodeContext): Globals {
  const { report } = context;
  const statements = blocks.flatMap((statement) => statement.block?.statements ?? []);
  const scope = new ScopeReader(globalDefsScope, statements, report);
  return { config: decodeConfig(scope, context), defaults: decodeDefaults(scope, context) };
}

function decodeConfig(scope: ScopeReader, context: DecodeContext): GlobalConfig {
  const { report } = context;
  const timeout = scope.value(globalDefs.smtpConnectTimeout) ?? seconds(30);
  return {
    routerId: scope.value(globalDefs.routerId)?.text,
    notificationEmail: scope
      .values(globalDefs.notificationEmail)
      .flat()
      .flatMap((entry) => allWords(entry).map((word) => word.text)),
    notificationEmailFrom: scope.value(globalDefs.notificationEmailFrom)?.text,
    smtpServer: decodeSmtpServer(scope.value(globalDefs.smtpServer), report),
    // The reference reads 0 as 1.
    smtpConnectTimeout: timeout === zeroDuration ? seconds(1) : timeout,
    scriptSecurity: scope.value(globalDefs.scriptSecurity) ?? false,
    scriptAccount: decodeScriptUser(scope, context),
  };
}

function decodeScriptUser(scope: ScopeReader, context: DecodeContext): Account | undefined {
  const line = scope.value(globalDefs.scriptUser);
  const place = line && requiredWord(line, 0, context.report);
  if (line === undefined || place === undefined) return undefined;
  refuseExtraWords(line, 2, context.report);
  const account = readAccount(line.words.map((word) => word.text));
  return account !== undefined && checkAccount(account, place, context, context.report) ? account : undefined;
}

function decodeDefaults(scope: ScopeReader, context: DecodeContext): InstanceDefaults {
  noteUnimplemented(scope, context);
  return {
    version: scope.value(globalDefs.version) ?? 2,
    multicastGroups: {
      ipv4: decodeGroup(scope, "ipv4", context) ?? IpAddress.of("224.0.0.18"),
      ipv6: decodeGroup(scope, "ipv6", context) ?? IpAddress.of("ff02::12"),
    },
    announcements: decodeAnnouncementDefaults(scope, context.report),
    downTimerAdverts: scope.value(globalDefs.downTimerAdverts) ?? 3,
    lowerPriorityNoAdvert: scope.value(globalDefs.lowerPriorityNoAdvert),
    checksumAsV2: scope.value(globalDefs.checksumAsV2) ?? false,
    strict: scope.value(globalDefs.strict) ?? false,
    startupDelay: scope.value(globalDefs.startupDelay) ?? zeroDuration,
  };
}

function decodeGroup(scope: ScopeReader, family: Family, { report }: DecodeContext): IpAddress | undefined {
  const keyword = family === "ipv4" ? globalDefs.multicastGroup4 : globalDefs.multicastGroup6;
  const place = scope.parameterAt(keyword);
  const group = scope.value(keyword);
  if (group === undefined || group.isMulticast) return group;
  report.error("invalid-value", place, `${keyword.name}: ${group.toString()} is not a multicast address - ignoring`);
  return undefined;
}

/** What is read and checked, but changes nothing yet. */
function noteUnimplemented(scope: ScopeReader, { report }: DecodeContext): void {
  // The list of addresses is never a reason to drop an advert, so there is no check to skip.
  scope.value(globalDefs.skipCheckAdvertAddresses);
  for (const keyword of [globalDefs.garpInterval, globalDefs.gnaInterval]) {
    const place = scope.keywordAt(keyword);
    if (scope.value(keyword) === undefined) continue;
    const message = `${keyword.name} is accepted, but not implemented: announcements follow one another at once`;
    report.warning("not-implemented", place, message, { effect: "none" });
  }
  const strict = scope.keywordAt(globalDefs.strict);
  if (strict === undefined) return;
  const message = "vrrp_strict is partly implemented: packets to the addresses are not dropped";
  report.warning("not-implemented", strict, message, { effect: "none" });
}
