import type { Announcer } from "../platform/ports.ts";
import type { VrrpConfig } from "../vrrp/config.ts";
import { held } from "../vrrp/held.ts";

/**
 * Which interfaces forward IPv6, for the Router flag of unsolicited neighbour advertisements (RFC 4861 §4.4, checklist
 * N09). Asking costs a file, so it is done beforehand and after a burst, never between a timer and its announcements:
 * whoever changes it in the meantime sees the change with the next burst.
 */
export class RouterFlags {
  readonly #announcer: Pick<Announcer, "forwardsIpv6">;
  readonly #known = new Map<string, boolean>();

  constructor(announcer: Pick<Announcer, "forwardsIpv6">) {
    this.#announcer = announcer;
  }

  /** Asks for these interfaces and no others. */
  learn(interfaces: Iterable<string>): void {
    this.#known.clear();
    for (const name of interfaces) this.#known.set(name, this.#announcer.forwardsIpv6(name));
  }

  /** Asks again. */
  refresh(): void {
    for (const name of this.#known.keys()) this.#known.set(name, this.#announcer.forwardsIpv6(name));
  }

  readonly of = (name: string): boolean => {
    const known = this.#known.get(name) ?? this.#announcer.forwardsIpv6(name);
    this.#known.set(name, known);
    return known;
  };
}

/** Where IPv6 addresses of the instances are. */
export function ipv6Interfaces({ instances }: VrrpConfig): ReadonlySet<string> {
  const addresses = instances.flatMap((instance) => held(instance).addresses);
  return new Set(addresses.filter(({ prefix }) => prefix.address.family === "ipv6").map(({ interface: name }) => name));
}
