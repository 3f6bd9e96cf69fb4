import {
  type Link,
  type OpenVrrpSocket,
  type ReceivedPacket,
  type SystemError,
  SystemException,
  type VrrpSocket,
} from "../platform/ports.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import type { Effect } from "../vrrp/effects.ts";
import type { Input } from "../vrrp/inputs.ts";

type SendEffect = Effect & { readonly kind: "send" };
type PacketInput = Input & { readonly kind: "packet" };
type Open = { readonly socket: VrrpSocket; readonly interfaceIndex: number };

/** One raw socket per interface, family and mode (and multicast group) that the instances need. */
export class VrrpSockets {
  readonly #openSocket: OpenVrrpSocket;
  readonly #receive: (input: PacketInput) => void;
  readonly #open = new Map<string, Open>();

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
      const link = linkOf(instance.interface);
      const key = socketKey(instance);
      const existing = this.#open.get(key);
      if (link === undefined || existing?.interfaceIndex === link.index) continue;
      existing?.socket.close();
      this.#open.delete(key);
      try {
        this.#open.set(key, { socket: this.#openFor(instance, link), interfaceIndex: link.index });
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
    if (open === undefined) return { call: "sendmsg", errno: 19, code: "ENODEV" };
    return open.socket.send(source, destination, packet ?? payload, timeToLive);
  }

  drain(): void {
    for (const { socket } of this.#open.values()) socket.drain();
  }

  /** One socket stands for all: they share their code. */
  warm(): void {
    const [first] = this.#open.values();
    first?.socket.warm();
  }

  #openFor(instance: InstanceConfig, link: Link): VrrpSocket {
    const { family, transport, interface: name } = instance;
    const mode = transport.kind === "multicast" ? transport : ({ kind: "unicast" } as const);
    const deliver = (packet: ReceivedPacket): void => {
      this.#receive({ kind: "packet", interface: name, family, mode: transport.kind, packet });
    };
    const authenticated = isAuthenticated(instance);
    return this.#openSocket({ interface: name, interfaceIndex: link.index, family, mode, authenticated }, deliver);
  }
}

function socketKey(instance: InstanceConfig): string {
  const { interface: name, family, transport } = instance;
  const mode = transport.kind === "multicast" ? transport.group.toString() : "unicast";
  return `${name} ${family} ${mode}${isAuthenticated(instance) ? " authenticated" : ""}`;
}

function isAuthenticated({ authentication }: InstanceConfig): boolean {
  return authentication.kind === "header";
}
