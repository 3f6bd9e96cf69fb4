import { unreachable } from "../../base/assert.ts";
import { type Duration, elapsed, type Instant, later, zeroDuration } from "../../base/time.ts";
import type { Input, NetworkChange } from "../inputs.ts";
import { InterfaceTable } from "../interfaces.ts";
import type { MaintenanceOrder } from "../maintenance.ts";
import type { FileContent } from "../tracked-files.ts";
import type { Standings } from "./record.ts";

/** Senders whose last packet is known, the last ones. */
export const senderLimit = 4096;

/** Changes of the network in one line. */
const changesPerInput = 64;

export type Known = { readonly at: Instant; readonly input: Input };

type PacketInput = Input & { readonly kind: "packet" };

/**
 * What of all inputs so far is needed to bring an engine to where this one is, but for the state of its instances: the
 * last configuration, and what is true of the machine now. It grows with the machine and not with time.
 */
export class Synopsis {
  #configure: (Input & { readonly kind: "configure" }) | undefined;
  /** When instances leave INIT, as the first configuration says. */
  #startAt: Instant | undefined;
  #statics: Input | undefined;
  #deaf: Input | undefined;
  #orders: readonly MaintenanceOrder[] = [];
  readonly #interfaces = new InterfaceTable();
  readonly #files = new Map<string, FileContent>();
  readonly #counts = new Map<string, number>();
  /** The oldest first. */
  readonly #packets = new Map<string, Known>();

  /** The input has to stay as it is. */
  learn(at: Instant, input: Input): void {
    switch (input.kind) {
      case "configure":
        this.#configure = input;
        this.#startAt ??= later(at, input.config.startupDelay);
        for (const [name, content] of input.files ?? []) this.#files.set(name, content);
        return;
      case "statics":
        this.#statics = input;
        return;
      case "deaf":
        this.#deaf = input;
        return;
      case "maintenance":
        this.#orders = input.orders;
        return;
      case "network":
        for (const change of input.changes) this.#interfaces.apply(change);
        return;
      case "file-changed":
        this.#files.set(input.file, input.content);
        return;
      case "processes-counted":
        for (const [name, count] of input.counts) this.#counts.set(name, count);
        return;
      case "packet":
        this.#hear(at, input);
        return;
      // What scripts say is in the standings; the others leave nothing behind.
      case "script-ended":
      case "restored":
      case "recall":
      case "tick":
      case "stop":
        return;
      default:
        unreachable(input);
    }
  }

  /**
   * In the order in which an engine is to be told. Of packets those that backups have heard their masters by, with the
   * times of then: the timers count from there.
   */
  inputs(at: Instant, { instances, isHandingOver }: Standings): readonly Known[] {
    const configure = this.#configure;
    const heard = new Set(instances.map(({ heardAt }) => heardAt));
    const inputs: (Input | undefined)[] = [
      ...this.#network(),
      this.#statics,
      { kind: "maintenance", orders: this.#ordersInForce(isHandingOver) },
      this.#deaf,
      configure && {
        kind: "configure",
        config: { ...configure.config, startupDelay: this.#delayLeft(at) },
        files: new Map(this.#files),
      },
      this.#counts.size === 0 ? undefined : { kind: "processes-counted", counts: new Map(this.#counts) },
    ];
    return [
      ...inputs.flatMap((input) => (input === undefined ? [] : [{ at, input }])),
      ...Array.from(this.#packets.values()).filter((packet) => heard.has(packet.at)),
    ];
  }

  /** In parts, the lines of which are not long; tens of thousands of addresses are gone through in a moment. */
  #network(): readonly Input[] {
    const parts: Input[] = [];
    let changes: NetworkChange[] = [];
    for (const change of this.#interfaces.changes()) {
      if (changes.length === 0) parts.push({ kind: "network", changes });
      changes.push(change);
      if (changes.length === changesPerInput) changes = [];
    }
    return parts;
  }

  /** Nobody waits for a start that has been. */
  #delayLeft(at: Instant): Duration {
    const left = this.#startAt === undefined ? zeroDuration : elapsed(at, this.#startAt);
    return left > 0 ? left : zeroDuration;
  }

  /** One that is not being tried any more has been tried: it is in force, or whoever gave it takes it back. */
  #ordersInForce(isHandingOver: boolean): readonly MaintenanceOrder[] {
    return this.#orders
      .filter(({ isTentative }) => !isTentative || !isHandingOver)
      .map((order) => ({ ...order, isTentative: false }));
  }

  #hear(at: Instant, input: PacketInput): void {
    const { source, payload } = input.packet;
    const [, vrid = 0] = payload;
    const key = `${input.interface} ${input.mode} ${source.toString()} ${vrid}`;
    if (this.#packets.size >= senderLimit && !this.#packets.has(key)) {
      const [oldest = key] = this.#packets.keys();
      this.#packets.delete(oldest);
    }
    this.#packets.set(key, { at, input });
  }
}
