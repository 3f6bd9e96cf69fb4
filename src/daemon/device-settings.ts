import type { InterfaceSetting, InterfaceSettings, SystemError } from "../platform/ports.ts";
import type { ChangedSetting, DeviceSetting, ReadSetting } from "../vrrp/device-settings.ts";

/** Changes sysctls, and remembers how they were. */
export class DeviceSettings {
  readonly #settings: InterfaceSettings;
  readonly #trouble: (what: string, error: SystemError | undefined) => void;
  readonly #changed = new Map<string, ChangedSetting>();

  constructor(settings: InterfaceSettings, trouble: (what: string, error: SystemError | undefined) => void) {
    this.#settings = settings;
    this.#trouble = trouble;
  }

  /** All that is to be put back. */
  get changed(): readonly ChangedSetting[] {
    return [...this.#changed.values()];
  }

  /** What a process that died has changed, unless somebody else has changed it since, is ours to put back. */
  inherit(left: readonly ChangedSetting[]): void {
    for (const { setting, before } of left) {
      if (this.#settings.get(setting) === setting.value) this.#changed.set(nameOf(setting), { setting, before });
    }
  }

  /** Makes the settings that `wanted` says, given how they were, and puts back those that it says no longer. */
  apply(wanted: (read: ReadSetting) => readonly DeviceSetting[]): void {
    const settings = wanted((setting) => this.#changed.get(nameOf(setting))?.before ?? this.#settings.get(setting));
    const names = new Set(settings.map(nameOf));
    for (const [name, changed] of this.#changed) if (!names.has(name)) this.#putBack(name, changed);
    for (const setting of settings) this.#make(setting);
  }

  restore(): void {
    for (const [name, changed] of this.#changed) this.#putBack(name, changed);
  }

  #make(setting: DeviceSetting): void {
    const { value } = setting;
    const now = this.#settings.get(setting);
    if (now === undefined || now === value) return;
    const name = nameOf(setting);
    const error = this.#settings.set(setting, value);
    this.#trouble(`Cannot set ${name} to ${value}`, error);
    const before = this.#changed.get(name)?.before ?? now;
    if (error === undefined) this.#changed.set(name, { setting, before });
  }

  /** Unless somebody else has changed it since. */
  #putBack(name: string, { setting, before }: ChangedSetting): void {
    this.#changed.delete(name);
    if (this.#settings.get(setting) !== setting.value) return;
    this.#trouble(`Cannot set ${name} back to ${before}`, this.#settings.set(setting, before));
  }
}

/** "net.ipv4.conf.eth0.arp_ignore", with a slash for a dot in the name of an interface as sysctl(8) has it. */
function nameOf({ family, interface: name, name: setting }: InterfaceSetting): string {
  return `net.${family}.conf.${name.replaceAll(".", "/")}.${setting}`;
}
