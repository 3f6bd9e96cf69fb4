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
  const written = scope.values(vrrpInstance.addresses).flat();
  const advertised = decodeAddresses(written, owner, context);
  const excluded = decodeAddresses(scope.values(vrrpInstance.excludedAddresses).flat(), owner, context);
  const peers = scope.values(vrrpInstance.unicastPeer).flat();
  const family = chooseFamily(scope, advertised, peers, report);
  const version = decodeVersion(scope, family, defaults, report);
  const sets = arrangeAddresses(advertised, excluded, family, report);
  checkAddresses(scope, name, { addresses: sets.addresses, written: written.length, version, strict }, report);
  const election = decodeElection(scope, strict, report);
  const isOwner = election.priority === ownerPriority;
  const checksumAsV2 = scope.value(vrrpInstance.checksumAsV2) ?? defaults.checksumAsV2;
  const routes = decodeRoutes(scope.values(vrrpInstance.routes).flat(), owner, context);
  const rules = decodeRules(scope.values(vrrpInstance.rules).flat(), owner, context);
  const devices = trackedDevices([...advertised, ...excluded], routes);
  const transport = decodeTransport(scope, { family, peers, strict, defaults }, report);
  const attachment = decodeDevice(scope, { family, transport: transport.transport }, report);
  const extraAnnouncements = scope.value(vrrpInstance.garpExtra) ?? defaults.extraAnnouncements;
  const config: Omit<InstanceConfig, "interface" | "vrid"> = {
    name: name.text,
    version,
    family,
    ...election,
    advertInterval: decodeAdvertInterval(scope, version, report),
    ...decodeConduct(scope, { strict, ownStrict, version, isOwner, preempt: election.preempt }, defaults, report),
    ...transport,
    ...decodeSecrets(scope, { ...election, family, version, strict }, report),
    checksumForm: checksumAsV2 && version === 3 && family === "ipv4" ? "message" : "pseudo-header",
    ...sets,
    routes: routes.map(({ route }) => route),
    ...(rules.length > 0 && { rules: rules.map(({ rule }) => rule) }),
    announcements: decodeAnnouncements(scope, defaults.announcements),
    ...(extraAnnouncements && { extraAnnouncements }),
    ...decodeInstanceTracking(scope, { name, interface: device, isOwner, devices }, definitions, context),
    ...(attachment && { device: attachment }),
  };
  const notify = decodeNotify(scope, { kind: "instance", name: name.text, report }, context);
  scope.readAll(instanceRelics);
  if (device === undefined || vrid === undefined) return undefined;
  return { name, config: { ...config, interface: device, vrid }, notify };
}

/** The last block of each kind counts; the reference takes only one of them. */
function decodeSecrets(
  scope: ScopeReader,
  setting: AuthenticationSetting,
  report: Reporter,
): Pick<InstanceConfig, "authentication" | "hmac"> {
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
function trackedDevices(addresses: readonly PlacedAddress[], routes: readonly PlacedRoute[]): ReadonlySet<string> {
  const ofAddresses = addresses.filter(({ tracked }) => tracked).map(({ address }) => address.interface);
  const ofRoutes = routes.flatMap(({ route, tracked }) => (tracked ? (route.interface ?? []) : []));
  return new Set([...ofAddresses, ...ofRoutes]);
}
