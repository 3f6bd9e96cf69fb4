import { excludedAddresses, staticAddresses, virtualAddresses } from "./addresses.ts";
import { byteCases } from "./bytes.ts";
import * as checkers from "./checkers.ts";
import { fileCases } from "./files.ts";
import { globalDefs } from "./global-defs.ts";
import { misplacedCases } from "./misplaced.ts";
import { root } from "./root.ts";
import { staticRoutes, virtualRoutes } from "./routes.ts";
import { staticRules, virtualRules } from "./rules.ts";
import { misspeltCases, tableCases, type Case, type Table } from "./table.ts";
import * as tracked from "./tracked.ts";
import { realServer, virtualServer, virtualServerGroup } from "./virtual-server.ts";
import { authentication, authHmac, trackers, vrrpInstance } from "./vrrp-instance.ts";
import { groupTrackers, vrrpSyncGroup } from "./vrrp-sync-group.ts";

export type { Case, Outcome } from "./table.ts";

/** Blocks of keywords; one whose name ends in "with trackers" has the keywords that need something to track. */
export const keywordTables: readonly Table[] = [
  root,
  globalDefs,
  vrrpInstance,
  trackers,
  authentication,
  authHmac,
  vrrpSyncGroup,
  groupTrackers,
  ...Object.values(tracked),
  virtualServer,
  realServer,
  ...Object.values(checkers),
];

/** Blocks whose lines are not keywords with words. */
const lineTables: readonly Table[] = [
  virtualAddresses,
  excludedAddresses,
  staticAddresses,
  virtualRoutes,
  staticRoutes,
  virtualRules,
  staticRules,
  virtualServerGroup,
];

/** The names of the keywords that have a row, by block. */
export function rowNames(block: string): ReadonlySet<string> {
  const tables = [...keywordTables, ...lineTables].filter(
    (table) => table.block === block || table.block === `${block} with trackers`,
  );
  return new Set(tables.flatMap(({ rows }) => rows.map(({ keyword }) => keyword)));
}

/** Every file of the differential test. */
export function allCases(): readonly Case[] {
  return [
    ...[...keywordTables, ...lineTables].flatMap(tableCases),
    ...keywordTables.flatMap(misspeltCases),
    ...misplacedCases(keywordTables),
    ...byteCases,
    ...fileCases(),
  ];
}
