import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { vrrpInstance, vrrpInstanceScope } from "../schema/vrrp-instance.ts";
import type { Statement } from "../tree.ts";
import { decodeAddresses } from "./addresses.ts";
import type { PlacedAddress } from "./addresses.ts";
import { decodeAnnouncements } from "./announcements.ts";
import { decodeAuthentication } from "./authentication.ts";
import type { DecodeContext } from "./context.ts";
import { decodeElection } from "./election.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { checkAddresses, chooseFamily, decodeVersion } from "./family.ts";
import { decodeInterface, decodeVrid } from "./identity.ts";
import { decodeNotify } from "./notify.ts";
import type { NotifyDraft } from "./notify.ts";
import { decodeRoutes } from "./routes.ts";
import type { PlacedRoute } from "./routes.ts";
import { ScopeReader } from "./scope-reader.ts";
import { decodeAdvertInterval } from "./timing.ts";
import { decodeInstanceTracking } from "./instance-tracking.ts";
import { decodeTransport } from "./transport.ts";
import { arrangeAddresses } from "./virtual-addresses.ts";
import type { ScriptDraft } from "./vrrp-script.ts";

/** A `vrrp_instance` and where its name stands. */
export type InstanceDraft = {
  readonly name: Word;
  readonly config: InstanceConfig;
  readonly notify: NotifyDraft;
};

/** What instances refer to. */
export type InstanceSurroundings = {
  readonly defaults: InstanceDefaults;
  readonly scripts: ReadonlyMap<string, ScriptDraft>;
};

/** Reads a `vrrp_instance` block; undefined, after a fatal finding, when it lacks what nothing can replace. */
export function decodeInstance(
  name: Word,
  statement: Statement,
  { defaults, scripts }: InstanceSurroundings,
  context: DecodeContext,
): InstanceDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(vrrpInstanceScope, statement.block?.statements ?? [], report);
  const strict = decodeStrict(scope, defaults, report);
  const device = decodeInterface(scope, name, report, context);
  const vrid = decodeVrid(scope, name, report);
  const owner = { name: name.text, interface: device, report };
  const advertised = decodeAddresses(scope.values(vrrpInstance.addresses).flat(), owner, context);
  const excluded = decodeAddresses(scope.values(vrrpInstance.excludedAddresses).flat(), owner, context);
  const family = chooseFamily(scope, advertised, report);
  const version = decodeVersion(scope, family, defaults, report);
  const sets = arrangeAddresses(advertised, excluded, family, report);
  checkAddresses(scope, name, { addresses: sets.addresses, version, strict }, report);
  const election = decodeElection(scope, strict, report);
  const authentication = scope
    .values(vrrpInstance.authentication)
    .map((block) => decodeAuthentication(block, { version, strict }, report))
    .at(-1);
  const checksumAsV2 = scope.value(vrrpInstance.checksumAsV2) ?? defaults.checksumAsV2;
  const routes = decodeRoutes(scope.values(vrrpInstance.routes).flat(), owner, context);
  const devices = trackedDevices([...advertised, ...excluded], routes);
  const lowerPriorityNoAdvert = scope.value(vrrpInstance.lowerPriorityNoAdvert) ?? defaults.lowerPriorityNoAdvert;
  const config: Omit<InstanceConfig, "interface" | "vrid"> = {
    name: name.text,
    version,
    family,
    ...election,
    advertInterval: decodeAdvertInterval(scope, version, report),
    downTimerAdverts: scope.value(vrrpInstance.downTimerAdverts) ?? defaults.downTimerAdverts,
    advertToLowerPriority: !(lowerPriorityNoAdvert ?? strict),
    ...decodeTransport(scope, family, { strict, defaults }, report),
    authentication: authentication ?? { kind: "none" },
    checksumForm: checksumAsV2 && version === 3 && family === "ipv4" ? "message" : "pseudo-header",
    ...sets,
    routes: routes.map(({ route }) => route),
    announcements: decodeAnnouncements(scope, defaults.announcements, report),
    ...decodeInstanceTracking(
      scope,
      { name, interface: device, isOwner: election.priority === ownerPriority, devices },
      scripts,
      context,
    ),
  };
  const notify = decodeNotify(scope, { kind: "instance", name: name.text, report }, context);
  readWithoutEffect(scope);
  if (device === undefined || vrid === undefined) return undefined;
  return { name, config: { ...config, interface: device, vrid }, notify };
}

function decodeStrict(scope: ScopeReader, defaults: InstanceDefaults, report: Reporter): boolean {
  const place = scope.keywordAt(vrrpInstance.strict);
  const own = scope.value(vrrpInstance.strict);
  if (own === true && report.first("strict_mode")) {
    const message = "strict_mode is partly implemented: packets to the addresses are not dropped";
    report.warning("not-implemented", place, message, { effect: "none" });
  }
  return own ?? defaults.strict;
}

/** The interfaces whose loss takes an address or a route with it. */
function trackedDevices(addresses: readonly PlacedAddress[], routes: readonly PlacedRoute[]): ReadonlySet<string> {
  const ofAddresses = addresses.filter(({ tracked }) => tracked).map(({ address }) => address.interface);
  const ofRoutes = routes.flatMap(({ route, tracked }) => (tracked ? (route.interface ?? []) : []));
  return new Set([...ofAddresses, ...ofRoutes]);
}

/** Keywords that are right as they are and change nothing. */
function readWithoutEffect(scope: ScopeReader): void {
  // The list of addresses is never a reason to drop an advert, so there is no check to skip.
  scope.value(vrrpInstance.skipCheckAdvertAddresses);
  // Packets to the addresses are let in.
  scope.value(vrrpInstance.accept);
}
