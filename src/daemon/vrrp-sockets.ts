import {
  type Link,
  type OpenVrrpSocket,
  type ReceivedPacket,
  type SystemError,
  SystemException,
  type VrrpSocket,
} from "../platform/ports.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import { advertInterface } from "../vrrp/devices.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { Input } from "../vrrp/inputs.ts";
import type { PacketSelection } from "../wire/packet-selection.ts";

type SendEffect = Effect & { readonly kind: "send" };
type PacketInput = Input & { readonly kind: "packet" };
type Choice = Omit<Effect & { readonly kind: "select-packets" }, "kind" | "selection">;
type Open = {
  readonly socket: VrrpSocket;
  readonly interfaceIndex: number;
  /** Empty: it gets everything, as those do that carry authentication headers. */
  readonly choice: string;
};

/** Of some hundred packets each: more than the buffer of a socket holds. */
const roundsPerDrain = 16;

/** The interface does not exist. */
export const noDevice: SystemError = { call: "sendmsg", errno: 19, code: "ENODEV" };

/** One raw socket per interface, family and mode (and multicast group) that the instances need. */
export class VrrpSockets {
  readonly #openSocket: OpenVrrpSocket;
  readonly #receive: (input: PacketInput) => void;
  readonly #open = new Map<string, Open>();
  /** Of those that are not handed everything, by interface, family and mode. */
  readonly #selections = new Map<string, PacketSelection>();

  constructor(openSocket: OpenVrrpSocket, receive: (input: PacketInput) => void) {
    this.#openSocket = openSocket;
    this.#receive = receive;
  }

  /**
   * Opens what the instances need and is not open yet, also anew after an interface was replaced. Returns what could
   * not be opened; an interface that does not exist is not an error, its socket follows when it appears.
   */
  open(
    instances: readonly InstanceConfig[],
    linkOf: (name: string) => Link | undefined,
  ): readonly { readonly instance: InstanceConfig; readonly error: SystemError }[] {
    const failures: { readonly instance: InstanceConfig; readonly error: SystemError }[] = [];
    for (const instance of instances) {
      const name = advertInterface(instance);
      const link = linkOf(name);
      const key = socketKey(instance);
      const existing = this.#open.get(key);
      // A virtual MAC interface is made by ourselves: that it is missing is a failure.
      if (link === undefined && name !== instance.interface) failures.push({ instance, error: noDevice });
      if (link === undefined || existing?.interfaceIndex === link.index) continue;
      existing?.socket.close();
      this.#open.delete(key);
      try {
        const socket = this.#openFor(instance, link);
        const choice = isAuthenticated(instance) ? "" : choiceKey({ ...instance, mode: instance.transport.kind });
        this.#open.set(key, { socket, interfaceIndex: link.index, choice });
        const selection = this.#selections.get(choice);
        if (selection !== undefined) socket.select(selection);
      } catch (error) {
        if (!(error instanceof SystemException)) throw error;
        failures.push({ instance, error: error.error });
      }
    }
    return failures;
  }

  /** Closes what none of the instances needs. */
  closeOthers(instances: readonly InstanceConfig[]): void {
    const wanted = new Set(instances.map(socketKey));
    for (const [key, { socket }] of this.#open) {
      if (wanted.has(key)) continue;
      socket.close();
      this.#open.delete(key);
    }
  }

  /** Undefined when the kernel took the packet. */
  send({ instance, source, destination, payload, packet, timeToLive }: SendEffect): SystemError | undefined {
    const open = this.#open.get(socketKey(instance));
    if (open === undefined) return noDevice;
    return open.socket.send(source, destination, packet ?? payload, timeToLive);
  }

  /**
   * Everything that has arrived by now, which is no more than fits into the sockets: what a flood brings meanwhile is
   * left for later. `between` is called where that takes long.
   */
  drain(between: () => void): void {
    for (const { socket } of Array.from(this.#open.values())) {
      for (let round = 1; !socket.drain() && round < roundsPerDrain; round += 1) between();
    }
  }

  /** Also for sockets that are opened later. */
  select({
    selection,
    ...which
  }: Choice & { readonly selection: PacketSelection | undefined }): SystemError | undefined {
    const choice = choiceKey(which);
    if (selection === undefined) this.#selections.delete(choice);
    else this.#selections.set(choice, selection);
    const sockets = Array.from(this.#open.values()).filter((open) => open.choice === choice);
    return sockets.map(({ socket }) => socket.select(selection)).find((error) => error !== undefined);
  }

  /** One socket stands for all: they share their code. */
  warm(): void {
    const [first] = this.#open.values();
    first?.socket.warm();
  }

  #openFor(instance: InstanceConfig, link: Link): VrrpSocket {
    const { family, transport } = instance;
    const name = advertInterface(instance);
    const mode = transport.kind === "multicast" ? transport : ({ kind: "unicast" } as const);
    const deliver = (packet: ReceivedPacket): void => {
      this.#receive({ kind: "packet", interface: name, family, mode: transport.kind, packet });
    };
    const authenticated = isAuthenticated(instance);
    return this.#openSocket({ interface: name, interfaceIndex: link.index, family, mode, authenticated }, deliver);
  }
}

function choiceKey({ interface: name, family, mode }: Choice): string {
  return `${name} ${family} ${mode}`;
}

/** Asked for with each advert. */
const socketKeys = new WeakMap<InstanceConfig, string>();

function socketKey(instance: InstanceConfig): string {
  const known = socketKeys.get(instance);
  if (known !== undefined) return known;
  const key = newSocketKey(instance);
  socketKeys.set(instance, key);
  return key;
}

function newSocketKey(instance: InstanceConfig): string {
  const { family, transport } = instance;
  const name = advertInterface(instance);
  const mode = transport.kind === "multicast" ? transport.group.toString() : "unicast";
  return `${name} ${family} ${mode}${isAuthenticated(instance) ? " authenticated" : ""}`;
}

function isAuthenticated({ authentication }: InstanceConfig): boolean {
  return authentication.kind === "header";
}
