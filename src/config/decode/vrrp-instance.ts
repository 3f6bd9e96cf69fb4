import { ownerPriority } from "../../vrrp/config.ts";
import type { InstanceConfig } from "../../vrrp/config.ts";
import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { instanceRelics } from "../schema/instance/conduct.ts";
import { vrrpInstance, vrrpInstanceScope } from "../schema/vrrp-instance.ts";
import type { Statement } from "../tree.ts";
import { decodeAddresses } from "./addresses.ts";
import type { PlacedAddress } from "./addresses.ts";
import { decodeAnnouncements } from "./announcements.ts";
import { decodeAuthentication } from "./authentication.ts";
import type { AuthenticationSetting } from "./authentication.ts";
import { decodeHmac } from "./auth-hmac.ts";
import { decodeConduct } from "./conduct.ts";
import type { DecodeContext } from "./context.ts";
import { decodeDevice } from "./device.ts";
import { decodeElection } from "./election.ts";
import type { InstanceDefaults } from "./global-defs.ts";
import { checkAddresses, chooseFamily, decodeVersion } from "./family.ts";
import { decodeInterface, decodeVrid } from "./identity.ts";
import { decodeNotify } from "./notify.ts";
import type { NotifyDraft } from "./notify.ts";
import { decodeRules } from "./policy-rules.ts";
import { decodeRoutes } from "./routes.ts";
import type { PlacedRoute } from "./routes.ts";
import { ScopeReader } from "./scope-reader.ts";
import { decodeAdvertInterval } from "./timing.ts";
import { decodeInstanceTracking } from "./instance-tracking.ts";
import type { Definitions } from "./track-kinds.ts";
import { decodeTransport } from "./transport.ts";
import { arrangeAddresses } from "./virtual-addresses.ts";

/** A `vrrp_instance` and where its name stands. */
export type InstanceDraft = {
  readonly name: Word;
  readonly config: InstanceConfig;
  readonly notify: NotifyDraft;
};

/** What instances refer to. */
export type InstanceSurroundings = {
  readonly defaults: InstanceDefaults;
  readonly definitions: Definitions;
};

/** Reads a `vrrp_instance` block; undefined, after a fatal finding, when it lacks what nothing can replace. */
export function decodeInstance(
  name: Word,
  statement: Statement,
  { defaults, definitions }: InstanceSurroundings,
  context: DecodeContext,
): InstanceDraft | undefined {
  const report = context.report.within(name.text);
  const scope = new ScopeReader(vrrpInstanceScope, statement.block?.statements ?? [], report);
  const ownStrict = scope.value(vrrpInstance.strict);
  const strict = ownStrict ?? defaults.strict;
  const device = decodeInterface(scope, name, report, context);
  const vrid = decodeVrid(scope, name, report);
  const owner = { name: name.text, interface: device, report };
  const written = scope.entries(vrrpInstance.addresses);
  const advertised = decodeAddresses(written, owner, context);
  const excluded = decodeAddresses(scope.entries(vrrpInstance.excludedAddresses), owner, context);
  const peers = scope.entries(vrrpInstance.unicastPeer);
  const family = chooseFamily(scope, advertised, peers, report);
  const version = decodeVersion(scope, family, defaults, report);
  const sets = arrangeAddresses(advertised, excluded, family, report);
  checkAddresses(scope, name, { addresses: sets.addresses, written: written.length, version, strict }, report);
  const election = decodeElection(scope, strict, report);
  const { initialState, priority } = election;
  const isOwner = priority === ownerPriority;
  const checksumAsV2 = scope.value(vrrpInstance.checksumAsV2) ?? defaults.checksumAsV2;
  const routes = decodeRoutes(scope.entries(vrrpInstance.routes), owner, context);
  const rules = decodeRules(scope.entries(vrrpInstance.rules), owner, context);
  const devices = trackedDevices(advertised, excluded, routes);
  const transport = decodeTransport(scope, { family, peers, strict, defaults }, report);
  const attachment = decodeDevice(scope, { family, transport: transport.transport }, report);
  const extraAnnouncements = scope.value(vrrpInstance.garpExtra) ?? defaults.extraAnnouncements;
  const advertInterval = decodeAdvertInterval(scope, version, report);
  const standing = { strict, ownStrict, version, isOwner, preempt: election.preempt };
  const conduct = decodeConduct(scope, standing, defaults, report);
  const secrets = decodeSecrets(scope, { family, version, strict, initialState, priority }, report);
  const announcements = decodeAnnouncements(scope, defaults.announcements, strict, report);
  const tracking = decodeInstanceTracking(scope, { name, interface: device, isOwner, devices }, definitions, context);
  const notify = decodeNotify(scope, { kind: "instance", name: name.text, report }, context);
  scope.readAll(instanceRelics);
  if (device === undefined || vrid === undefined) return undefined;
  // Each property by itself: an object that others are spread into takes thousands of bytes.
  const config: InstanceConfig = {
    name: name.text,
    version,
    family,
    initialState: clearsMaster(secrets, priority) ? "backup" : initialState,
    priority,
    preempt: election.preempt,
    preemptDelay: election.preemptDelay,
    advertInterval,
    downTimerAdverts: conduct.downTimerAdverts,
    advertToLowerPriority: conduct.advertToLowerPriority,
    conduct: conduct.conduct,
    transport: transport.transport,
    sourceAddress: transport.sourceAddress,
    delivery: transport.delivery,
    authentication: secrets.authentication,
    hmac: secrets.hmac,
    checksumForm: checksumAsV2 && version === 3 && family === "ipv4" ? "message" : "pseudo-header",
    addresses: sets.addresses,
    excludedAddresses: sets.excludedAddresses,
    routes: routes.map(({ route }) => route),
    rules: rules.length === 0 ? undefined : rules.map(({ rule }) => rule),
    announcements,
    extraAnnouncements,
    trackInterfaces: tracking.trackInterfaces,
    trackScripts: tracking.trackScripts,
    trackFiles: tracking.trackFiles,
    trackProcesses: tracking.trackProcesses,
    trackSessions: tracking.trackSessions,
    device: attachment,
    interface: device,
    vrid,
  };
  return { name, config, notify };
}

/** What an authentication header does to `state MASTER`, as it has been reported. */
function clearsMaster({ authentication }: Pick<InstanceConfig, "authentication">, priority: number): boolean {
  return authentication.kind === "header" && priority !== ownerPriority;
}

const noSecrets: Pick<InstanceConfig, "authentication" | "hmac"> = { authentication: { kind: "none" } };

/** The last block of each kind counts; the reference takes only one of them. */
function decodeSecrets(
  scope: ScopeReader,
  setting: AuthenticationSetting,
  report: Reporter,
): Pick<InstanceConfig, "authentication" | "hmac"> {
  if (!scope.has(vrrpInstance.authentication) && !scope.has(vrrpInstance.hmac)) return noSecrets;
  const blocks = scope.values(vrrpInstance.authentication);
  const authentication = blocks.map((block) => decodeAuthentication(block, setting, report)).at(-1);
  const hmac = scope
    .values(vrrpInstance.hmac)
    .map((block) => decodeHmac(block, report))
    .at(-1);
  if (authentication !== undefined && scope.has(vrrpInstance.hmac)) {
    const place = scope.keywordAt(vrrpInstance.authentication);
    report.error("conflict", place, "authentication and auth_hmac exclude one another");
  }
  return { authentication: authentication ?? { kind: "none" }, ...(hmac && { hmac }) };
}

/** The interfaces whose loss takes an address or a route with it. */
function trackedDevices(
  advertised: readonly PlacedAddress[],
  excluded: readonly PlacedAddress[],
  routes: readonly PlacedRoute[],
): ReadonlySet<string> {
  const devices = new Set<string>();
  for (const { tracked, address } of advertised) if (tracked) devices.add(address.interface);
  for (const { tracked, address } of excluded) if (tracked) devices.add(address.interface);
  for (const { tracked, route } of routes) if (tracked && route.interface !== undefined) devices.add(route.interface);
  return devices;
}
