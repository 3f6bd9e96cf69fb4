import type { Instant } from "../base/time.ts";
import { looksLikeCarp } from "../wire/carp.ts";
import type { Packet } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";
import type { Effect } from "./effects.ts";
import type { VrrpEvent } from "./events.ts";
import type { Input } from "./inputs.ts";
import type { Instance } from "./instance.ts";
import { PacketRoutes } from "./packet-routes.ts";
import { Reception } from "./reception.ts";
import { Strangers, type StrangerStatus } from "./strangers.ts";

type PacketInput = Input & { readonly kind: "packet" };

/** What a packet comes to, one after the other. */
export type IntakeStep =
  /** It is for this instance. */
  | { readonly kind: "packet"; readonly instance: Instance; readonly packet: Packet }
  | { readonly kind: "event"; readonly event: VrrpEvent }
  /** Sockets hand over something else from now on, which instances have to know (`isFlooded`). */
  | { readonly kind: "selection"; readonly effects: readonly Effect[] };

const nothing: readonly IntakeStep[] = [];

/**
 * All that comes from the wire: whose a packet is, who speaks there besides, and how much of it the sockets hand over.
 */
export class PacketIntake {
  #routes = new PacketRoutes([]);
  readonly #strangers = new Strangers();
  readonly #reception = new Reception();
  #tellsUnknownVrids = false;

  /** `instances` are all that have to hear something; `tellsUnknownVrids` is `log_unknown_vrids`. */
  configure(instances: readonly Instance[], tellsUnknownVrids: boolean): readonly Effect[] {
    this.#routes = new PacketRoutes(instances);
    this.#tellsUnknownVrids = tellsUnknownVrids;
    return this.#reception.configure(instances.map(({ config }) => config));
  }

  /** When the sockets may hand over something else. */
  get deadline(): Instant | undefined {
    return this.#reception.deadline;
  }

  /** Packets that belonged to no instance. */
  get unclaimed(): number {
    return this.#routes.unclaimed;
  }

  get strangers(): readonly StrangerStatus[] {
    return this.#strangers.copy();
  }

  /** Whose packet it is, if it is anybody's; nothing is counted. */
  instanceOf(input: PacketInput): Instance | undefined {
    return this.#routes.instanceOf(input);
  }

  /** Not everything that is for it is handed over. */
  isFlooded(config: InstanceConfig): boolean {
    return this.#reception.isFlooded(config);
  }

  hear(now: Instant, input: PacketInput): readonly IntakeStep[] {
    const steps: IntakeStep[] = [];
    const route = this.#routes.find(now, input);
    if (route.kind === "instance") {
      steps.push({ kind: "packet", instance: route.instance, packet: input.packet });
      // That is told as a warning.
      if (looksLikeCarp(input.packet.payload)) this.#strangers.hear(now, input);
    } else {
      if (route.news !== undefined && this.#isWanted(route.news, input))
        steps.push({ kind: "event", event: route.news });
      const event = route.isForeign ? this.#strangers.hear(now, input) : undefined;
      if (event !== undefined) steps.push({ kind: "event", event });
    }
    const effects = this.#reception.hear(now, input);
    if (effects.length > 0) steps.push({ kind: "selection", effects });
    return steps;
  }

  tick(now: Instant): readonly IntakeStep[] {
    const effects = this.#reception.tick(now);
    return effects.length > 0 ? [{ kind: "selection", effects }] : nothing;
  }

  /** The number of a virtual host of CARP is no VRID. */
  #isWanted(event: VrrpEvent, { packet }: PacketInput): boolean {
    return event.kind !== "unknown-vrid" || (this.#tellsUnknownVrids && !looksLikeCarp(packet.payload));
  }
}
