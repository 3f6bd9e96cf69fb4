import type { Table } from "../../base/lvs-table.ts";
import { composeTable } from "../../wire/nftables-balancer/changes.ts";
import { addTable, balancerTable, deleteTable } from "../../wire/nftables-balancer/commands.ts";
import { heldServices } from "../../wire/nftables-balancer/held-services.ts";
import { type NftCommand, printCommands } from "../../wire/nftables-balancer/json.ts";
import { readBalancerTable } from "../../wire/nftables-balancer/reading.ts";
import { sampleServices } from "../../wire/nftables-balancer/sample.ts";
import { type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { type NftResult, runNft } from "./nft-program.ts";

/** One transaction: all commands, or none. */
export async function transact(commands: readonly NftCommand[]): Promise<NftResult> {
  return runNft(["-j", "-f", "-"], printCommands(commands));
}

/** What the table of this balancer has; empty when there is none. Rejects with SystemException. */
export async function readTable(): Promise<Table> {
  // Terse: without the clients that are remembered, which may be hundreds of thousands.
  const result = await runNft(["-j", "-t", "list", "table", balancerTable.family, balancerTable.name], "");
  if (result.kind === "done") return readBalancerTable(result.output);
  if (result.error.errno === errno.ENOENT && result.kind === "refused") return [];
  throw new SystemException(result.error);
}

export async function removeTable(): Promise<SystemError | undefined> {
  const result = await transact([addTable(), deleteTable()]);
  return result.kind === "done" ? undefined : result.error;
}

/** Rejects with SystemException when nft(8) is not there, or it or the kernel lacks something. Changes nothing. */
export async function checkAbility(): Promise<void> {
  const commands = composeTable(heldServices(sampleServices), 0);
  const result = await runNft(["-j", "-c", "-f", "-"], printCommands(commands));
  if (result.kind === "done") return;
  const { error } = result;
  const isForbidden = result.kind === "failed" || error.errno === errno.EPERM;
  throw new SystemException(isForbidden ? error : systemError(error.call, errno.EPROTONOSUPPORT));
}
