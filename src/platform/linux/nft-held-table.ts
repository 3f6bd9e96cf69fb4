import { unreachable } from "../../base/assert.ts";
import type { Table, TableChange } from "../../base/lvs-table.ts";
import { composeChanges, composeTable } from "../../wire/nftables-balancer/changes.ts";
import { composeDispatch } from "../../wire/nftables-balancer/dispatch.ts";
import { heldServices, type HeldServices, type Refusal } from "../../wire/nftables-balancer/held-services.ts";
import { orphanedFlows } from "../../wire/nftables-balancer/orphans.ts";
import { type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { RulesetGeneration } from "./nft-generation.ts";
import type { NftSurroundings } from "./nft-surroundings.ts";
import { readTable, removeTable, transact } from "./nft-table.ts";

/** One per change; undefined: it has been made. */
export type Results = readonly (SystemError | undefined)[];

/** The table in the kernel, and what is known of it. One call comes after the other. */
export class HeldTable {
  readonly #surroundings: NftSurroundings;
  readonly #generation = new RulesetGeneration();
  #held: HeldServices;
  /** The chains that lead to services are known to be there. */
  #hasDispatch = false;
  #turn = 0;

  /** Throws SystemException. */
  constructor(table: Table, surroundings: NftSurroundings) {
    this.#held = heldServices(table);
    this.#surroundings = surroundings;
  }

  /** Of services. */
  get size(): number {
    return this.#held.size;
  }

  /** Rejects with SystemException. */
  async list(): Promise<Table> {
    return this.#generation.isKnown ? [...this.#held.values()] : this.#read();
  }

  /** All in one transaction; when that is refused, each half in one, so that in the end a single change is. */
  async make(changes: readonly TableChange[]): Promise<Results> {
    this.#turn += 1;
    const { commands, held, refusals } = composeChanges(this.#held, changes, this.#turn);
    if (commands.length > 0) {
      this.#generation.begin();
      const result = await transact([...(this.#hasDispatch ? [] : composeDispatch()), ...commands]);
      if (result.kind === "failed") return changes.map(() => result.error);
      if (result.kind === "refused") return this.#makeInParts(changes, result.error);
      this.#generation.endChange();
      this.#hasDispatch = true;
    }
    const orphans = orphanedFlows(this.#held, held, changes);
    this.#held = held;
    await this.#surroundings.afterChanges(changes, orphans);
    return refusals.map((refusal, index) => refusal && errorOf(refusal, changes[index]?.kind ?? "apply"));
  }

  async #makeInParts(changes: readonly TableChange[], error: SystemError): Promise<Results> {
    if (this.#hasDispatch) {
      // The table may not be what it was taken for: somebody has changed it.
      const obstacle = await this.readAgain();
      return obstacle === undefined ? this.make(changes) : changes.map(() => obstacle);
    }
    if (changes.length === 1) return [isMismatch(error) ? await this.#makeAnew(changes, error) : error];
    const middle = Math.ceil(changes.length / 2);
    const first = await this.make(changes.slice(0, middle));
    return [...first, ...(await this.make(changes.slice(middle)))];
  }

  /** Something is missing or too many in the table that cannot be seen: all of it is made again, with the change. */
  async #makeAnew(changes: readonly TableChange[], error: SystemError): Promise<SystemError | undefined> {
    const { held } = composeChanges(this.#held, changes, this.#turn);
    const result = await transact(composeTable(held, this.#turn));
    if (result.kind !== "done") return error;
    this.#held = held;
    this.#hasDispatch = true;
    return undefined;
  }

  async #read(): Promise<Table> {
    this.#generation.begin();
    const table = await readTable();
    this.#generation.endReading();
    this.#held = heldServices(table);
    // It may be there in part only.
    this.#hasDispatch = false;
    return table;
  }

  async readAgain(): Promise<SystemError | undefined> {
    try {
      await this.#read();
      return undefined;
    } catch (error) {
      if (error instanceof SystemException) return error.error;
      throw error;
    }
  }

  async remove(): Promise<SystemError | undefined> {
    const error = await removeTable();
    if (error !== undefined) return error;
    this.#held = new Map();
    this.#hasDispatch = false;
    return undefined;
  }

  /** What is under way is none the worse for it. */
  close(): void {
    this.#generation.close();
  }
}

/** What the kernel says of names that are missing, there already, or in use. */
function isMismatch(error: SystemError): boolean {
  return error.errno === errno.ENOENT || error.errno === errno.EEXIST || error.errno === errno.EBUSY;
}

function errorOf(refusal: Refusal, call: string): SystemError {
  switch (refusal.kind) {
    case "no-service":
      return systemError(call, errno.ESRCH);
    case "no-server":
      return systemError(call, errno.ENOENT);
    case "objection":
      return systemError(refusal.sentence, errno.EOPNOTSUPP);
    default:
      return unreachable(refusal);
  }
}
