import { unreachable } from "../../base/assert.ts";
import { printTableKey, type TableChange } from "../../base/lvs-table.ts";
import { encodeIpvs, ipvsCommand } from "../../wire/netlink/ipvs.ts";
import { encodeServer, encodeServerIdentity } from "../../wire/netlink/ipvs-server.ts";
import { encodeService } from "../../wire/netlink/ipvs-service.ts";
import type { SystemError } from "../ports.ts";
import { errno } from "./errno.ts";

/** A command of IPVS and the name that errors have for it. */
export type IpvsRequest = { readonly call: string; readonly payload: Uint8Array };

export function requestOf(change: TableChange): IpvsRequest {
  const { key } = change;
  switch (change.kind) {
    case "add-service":
      return make("IPVS_CMD_NEW_SERVICE", encodeIpvs(ipvsCommand.newService, [encodeService(key, change.settings)]));
    case "edit-service":
      return make("IPVS_CMD_SET_SERVICE", encodeIpvs(ipvsCommand.setService, [encodeService(key, change.settings)]));
    case "remove-service":
      return make("IPVS_CMD_DEL_SERVICE", encodeIpvs(ipvsCommand.removeService, [encodeService(key)]));
    case "add-server": {
      const payload = encodeIpvs(ipvsCommand.newServer, [encodeService(key), encodeServer(change.server)]);
      return make("IPVS_CMD_NEW_DEST", payload);
    }
    case "edit-server": {
      const payload = encodeIpvs(ipvsCommand.setServer, [encodeService(key), encodeServer(change.server)]);
      return make("IPVS_CMD_SET_DEST", payload);
    }
    case "remove-server": {
      const server = encodeServerIdentity(change.server);
      return make("IPVS_CMD_DEL_DEST", encodeIpvs(ipvsCommand.removeServer, [encodeService(key), server]));
    }
    default:
      return unreachable(change);
  }
}

function make(call: string, payload: Uint8Array): IpvsRequest {
  return { call, payload };
}

/**
 * What became of a change: removing what is not there is a success (ESRCH: no such service, ENOENT: no such server).
 */
export function resultOf(change: TableChange, error: SystemError | undefined): SystemError | undefined {
  const isRemoval = change.kind === "remove-service" || change.kind === "remove-server";
  const isAbsent = error?.errno === errno.ESRCH || error?.errno === errno.ENOENT;
  return isRemoval && isAbsent ? undefined : error;
}

/**
 * The changes in place, by index, that are to follow because what was to be added is there already: those with the last
 * word on their service or server.
 */
export function editsInPlace(
  changes: readonly TableChange[],
  results: readonly (SystemError | undefined)[],
): ReadonlyMap<number, TableChange> {
  const edits = new Map<number, TableChange>();
  if (!results.some((error) => error?.errno === errno.EEXIST)) return edits;
  // Backwards: what has been decided on later.
  const decided = new Set<string>();
  for (const [index, change] of [...changes.entries()].reverse()) {
    const service = printTableKey(change.key);
    const subject = subjectOf(change, service);
    const isPresent = results[index]?.errno === errno.EEXIST;
    const edit = isPresent && !decided.has(subject) && !decided.has(`${service} removed`) ? editOf(change) : undefined;
    if (edit !== undefined) edits.set(index, edit);
    if (results[index] !== undefined && !isPresent) continue;
    decided.add(subject);
    if (change.kind === "remove-service") decided.add(`${service} removed`);
  }
  // In the order of the changes again.
  return new Map([...edits].reverse());
}

function subjectOf(change: TableChange, service: string): string {
  return "server" in change ? `${service} ${change.server.address.toString()} ${change.server.port}` : service;
}

function editOf(change: TableChange): TableChange | undefined {
  if (change.kind === "add-service") return { ...change, kind: "edit-service" };
  return change.kind === "add-server" ? { ...change, kind: "edit-server" } : undefined;
}
