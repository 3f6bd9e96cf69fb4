import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { vrrpInstance } from "../schema/vrrp-instance.ts";
import { checkInterface, locationKey } from "./context.ts";
import type { DecodeContext } from "./context.ts";
import type { ScopeReader } from "./scope-reader.ts";

/** The interface of an instance; undefined after a fatal finding. */
export function decodeInterface(
  scope: ScopeReader,
  name: Word,
  report: Reporter,
  context: DecodeContext,
): string | undefined {
  const word = scope.value(vrrpInstance.interface);
  const cure = "write interface NAME, the interface that the other machines are reached by";
  if (word === undefined) {
    report.fatal("missing-setting", name, "Unknown interface!", { cure });
    return undefined;
  }
  context.locations.set(locationKey("instance", name.text, "interface"), word);
  if (word.text === "lo") {
    report.fatal("invalid-value", word, "cannot use a loopback interface (lo) for vrrp - ignoring", { cure });
    return undefined;
  }
  return checkInterface(word, `vrrp_instance ${name.text}`, context, report) ? word.text : undefined;
}

/** Without a number of its own an instance can talk to nobody, and the reference stops. */
export function decodeVrid(scope: ScopeReader, name: Word, report: Reporter): number | undefined {
  const place = scope.parameterAt(vrrpInstance.vrid) ?? name;
  const vrid = scope.value(vrrpInstance.vrid);
  if (vrid === undefined) {
    const cure = "write virtual_router_id N, from 1 to 255, the same on all machines of the virtual router";
    report.fatal("missing-setting", place, "the virtual router id must be set", { cure });
  }
  return vrid;
}
