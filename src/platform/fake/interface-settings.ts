import type { InterfaceSetting, InterfaceSettings, SystemError } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** Sysctls of the interfaces that there are, all 0 until somebody sets them. */
export class FakeInterfaceSettings implements InterfaceSettings {
  readonly #isThere: (name: string) => boolean;
  readonly #values = new Map<string, number>();

  constructor(isThere: (name: string) => boolean) {
    this.#isThere = isThere;
  }

  get(setting: InterfaceSetting): number | undefined {
    return this.#exists(setting) ? (this.#values.get(keyOf(setting)) ?? 0) : undefined;
  }

  set(setting: InterfaceSetting, value: number): SystemError | undefined {
    if (!this.#exists(setting)) return fakeError("open", "ENOENT");
    this.#values.set(keyOf(setting), value);
    return undefined;
  }

  #exists({ interface: name }: InterfaceSetting): boolean {
    return name === "all" || name === "default" || this.#isThere(name);
  }
}

function keyOf({ family, interface: name, name: setting }: InterfaceSetting): string {
  return `${family} ${name} ${setting}`;
}
