import type { Advert } from "../wire/vrrp.ts";
import { type AddressDifference, addressDifference } from "./admission.ts";
import type { InstanceConfig } from "./config.ts";

/** How the address list of an advert differs from ours, found out once for each advert, whoever asks. */
export class AddressComparison {
  #advert: Advert | undefined;
  #config: InstanceConfig | undefined;
  #difference: AddressDifference | undefined;

  /** Undefined: it does not. */
  of(advert: Advert, config: InstanceConfig): AddressDifference | undefined {
    if (advert !== this.#advert || config !== this.#config) {
      this.#difference = addressDifference(advert, config);
      this.#advert = advert;
      this.#config = config;
    }
    return this.#difference;
  }
}
