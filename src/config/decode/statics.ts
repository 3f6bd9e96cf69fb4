import type { Statics } from "../../vrrp/network-config.ts";
import { networkBlocks } from "../schema/network.ts";
import { decodeAddresses } from "./addresses.ts";
import type { PlacedAddress } from "./addresses.ts";
import type { DecodeContext } from "./context.ts";
import type { LineOwner } from "./line-owner.ts";
import { decodeRules } from "./policy-rules.ts";
import { printAddress } from "./prefix.ts";
import { decodeRoutes } from "./routes.ts";
import type { ScopeReader } from "./scope-reader.ts";
import type { TrackGroupDraft } from "./track-group.ts";

/** The interface of static addresses that name none, where `default_interface` gives no other. */
const usualInterface = "eth0";

/** The `static_...` blocks; several of a kind count as one. */
export function decodeStatics(
  scope: ScopeReader,
  groups: ReadonlyMap<string, TrackGroupDraft>,
  defaultInterface: string | undefined,
  context: DecodeContext,
): Statics {
  const owner: LineOwner = {
    name: "",
    interface: defaultInterface ?? usualInterface,
    report: context.report,
    trackGroups: new Map(Array.from(groups, ([name, group]) => [name, group.name])),
  };
  const addresses = decodeAddresses(scope.values(networkBlocks.staticAddresses).flat(), owner, context);
  const routes = decodeRoutes(scope.values(networkBlocks.staticRoutes).flat(), owner, context);
  const rules = decodeRules(scope.values(networkBlocks.staticRules).flat(), owner, context);
  return {
    addresses: addresses
      .filter((placed) => hasInterface(placed, context))
      .map(({ address, trackGroup }) => ({ ...address, trackGroup })),
    routes: routes.map(({ route, trackGroup }) => ({ ...route, trackGroup })),
    rules: rules.map(({ rule, trackGroup }) => ({ ...rule, trackGroup })),
  };
}

/** An interface that a line names is known to exist; the default one need not. Fatal as in the reference. */
function hasInterface({ address, place }: PlacedAddress, { environment, report }: DecodeContext): boolean {
  if (environment.elsewhere || (environment.interfaces?.has(address.interface) ?? true)) return true;
  const what = `Static address ${printAddress(address.prefix)}`;
  const cure = `add dev INTERFACE: the default interface ${address.interface} does not exist`;
  report.fatal("not-found", place, `${what} requires either an interface or default interface must exist`, { cure });
  return false;
}
