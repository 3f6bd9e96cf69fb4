import type { IpAddress } from "../base/ip-address.ts";
import { type NetworkMonitor, type OpenNetworkMonitor, printSystemError, SystemException } from "../platform/ports.ts";

/** Tells which addresses this machine has, for as long as somebody wants to know. */
export class LocalAddresses {
  readonly #open: OpenNetworkMonitor;
  readonly #tell: (addresses: readonly IpAddress[]) => void;
  readonly #trouble: (message: string) => void;
  #monitor: NetworkMonitor | undefined;
  #isDue = false;

  constructor(
    open: OpenNetworkMonitor,
    tell: (addresses: readonly IpAddress[]) => void,
    trouble: (message: string) => void,
  ) {
    this.#open = open;
    this.#tell = tell;
    this.#trouble = trouble;
  }

  /** From now on they are told, all of them, now and after each change; or not any more. */
  want(isWanted: boolean): void {
    if (!isWanted) return this.close();
    if (this.#monitor !== undefined) return undefined;
    try {
      this.#monitor = this.#open(({ kind }) => {
        if (kind === "address-added" || kind === "address-removed") this.#changed();
      });
      this.#report();
    } catch (error) {
      if (!(error instanceof SystemException)) throw error;
      this.#trouble(`Cannot watch addresses (${printSystemError(error.error)}): ha_suspend has no effect`);
    }
    return undefined;
  }

  close(): void {
    this.#monitor?.close();
    this.#monitor = undefined;
  }

  /** A thousand addresses that come at once are told together. */
  #changed(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => this.#report());
  }

  #report(): void {
    this.#isDue = false;
    const addresses = this.#monitor?.addresses();
    if (addresses !== undefined) this.#tell(addresses.map(({ prefix }) => prefix.address));
  }
}
