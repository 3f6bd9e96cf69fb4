import type { Configuration } from "../model.ts";
import { nameCheckedFiles } from "../rules/unused.ts";
import { root, rootScope } from "../schema/root.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import { decodeGlobals } from "./global-defs.ts";
import { decodeLoadBalancing } from "./lvs/load-balancing.ts";
import { decodeNetwork } from "./network.ts";
import { ScopeReader } from "./scope-reader.ts";
import { decodeRouters } from "./vrrp.ts";

/** Reads what stands outside all blocks, and with it the whole configuration. */
export function decodeRoot(statements: readonly Statement[], context: DecodeContext): Configuration {
  const scope = new ScopeReader(rootScope, statements, context.report);
  const globals = decodeGlobals(scope, context);
  const lvs = decodeLoadBalancing(scope, globals.config, context);
  if (scope.has(root.trackFile)) nameCheckedFiles(lvs, context);
  const routers = decodeRouters(scope, globals.defaults, context);
  const { instances } = routers.vrrp;
  const defaultInterface = globals.config.interfaces.fallback;
  const network = decodeNetwork(scope, { instances, defaultInterface }, context);
  return { global: globals.config, ...routers, vrrp: { ...routers.vrrp, ...network }, lvs };
}
