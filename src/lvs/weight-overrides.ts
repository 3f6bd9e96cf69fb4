import type { RealServer } from "./config.ts";
import { printEndpoint } from "./server-key.ts";

/** What an operator has said about a server: its weight, whatever configuration and checkers say of that. */
export type WeightOverride = {
  /** As `serviceName` has it, with a " #2" where there are two of that name. */
  readonly service: string;
  /** As `printEndpoint` has it. */
  readonly server: string;
  /** 0 to 65535; 0: what is connected goes on, and nothing new comes. */
  readonly weight: number;
  /** It is to come back: shown as drained, and not as a server of weight 0. */
  readonly isDrained: boolean;
};

/** By service and server; of two for the same server the later one counts. */
export class WeightOverrides {
  readonly #overrides: ReadonlyMap<string, WeightOverride>;

  constructor(overrides: readonly WeightOverride[] = []) {
    this.#overrides = new Map(overrides.map((each) => [keyOf(each.service, each.server), each]));
  }

  of(service: string, server: RealServer): WeightOverride | undefined {
    return this.#overrides.size === 0 ? undefined : this.#overrides.get(keyOf(service, printEndpoint(server)));
  }
}

export function isSameOverride(a: WeightOverride | undefined, b: WeightOverride | undefined): boolean {
  return a?.weight === b?.weight && a?.isDrained === b?.isDrained;
}

function keyOf(service: string, server: string): string {
  return `${service}\0${server}`;
}
