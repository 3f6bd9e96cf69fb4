import { unreachable } from "../base/assert.ts";
import type { InterfaceSettings, Link, NetworkConfigurator, StackedDevice, SystemError } from "../platform/ports.ts";
import { type ChangedSetting, deviceSettings } from "../vrrp/device-settings.ts";
import type { IsTaken, VirtualDevice } from "../vrrp/devices.ts";
import { DeviceSettings } from "./device-settings.ts";

/** What the interfaces of the machine are now. */
export type LinkView = {
  readonly byName: (name: string) => Link | undefined;
  readonly all: () => readonly Link[];
  /** Reads what the kernel has told since. */
  readonly refresh: () => void;
};

export type DeviceNews = "created" | "adopted" | "restored" | "removed";

export type DeviceListener = {
  readonly changed: (device: VirtualDevice, change: DeviceNews) => void;
  /** All settings that are to be put back, when they have become others. */
  readonly settings: (changed: readonly ChangedSetting[]) => void;
  /** Undefined: it works again. */
  readonly trouble: (what: string, error: SystemError | undefined) => void;
};

/** What is to be done so that a device is as it should be. */
type Step = "create" | "set-up" | "nothing" | "replace" | "wait" | "occupied";

/** Steps after which everything is as it was. */
const idle: ReadonlySet<Step> = new Set(["nothing", "wait", "occupied"]);

/** How often it looks again whether what it did was enough. */
const rounds = 3;

/** Keeps the virtual MAC interfaces that the configuration needs, and their settings, as they should be. */
export class VirtualDevices {
  readonly #configurator: NetworkConfigurator;
  readonly #links: LinkView;
  readonly #listener: DeviceListener;
  readonly #settings: DeviceSettings;
  /** Those that should be there, and those that a reload has made superfluous. */
  #wanted: readonly VirtualDevice[] = [];
  /** Interfaces with promote_secondaries, and those of them that were there when the settings were made. */
  #promoting: readonly string[] = [];
  #promoted = "";
  /** Made or taken over by us, by their names. */
  readonly #ours = new Map<string, VirtualDevice>();
  /** Those that have been up. */
  readonly #known = new Set<string>();

  constructor(
    configurator: NetworkConfigurator,
    settings: InterfaceSettings,
    links: LinkView,
    listener: DeviceListener,
  ) {
    this.#configurator = configurator;
    this.#links = links;
    this.#listener = listener;
    this.#settings = new DeviceSettings(settings, listener.trouble);
  }

  /** Whether there is an interface of that name that is neither ours nor one that a killed run has left. */
  readonly isTaken: IsTaken = (name, base, mac) => {
    this.#links.refresh();
    const link = this.#links.byName(name);
    return link !== undefined && !this.#ours.has(name) && !this.#fits(link, { base, mac });
  };

  /** Whether somebody else's interface is in the place of one that we want. */
  refuses(name: string): boolean {
    const link = this.#links.byName(name);
    const device = this.#wanted.find((each) => each.name === name);
    return link !== undefined && device !== undefined && !this.#fits(link, device);
  }

  /** From now on these are wanted; the others stay until `removeOthers`. `promoting`: as of `deviceSettings`. */
  want(devices: readonly VirtualDevice[], promoting: readonly string[] = []): void {
    this.#wanted = devices;
    this.#promoting = promoting;
    this.restore();
  }

  /** What a process that died without a word has changed is put back when nobody needs it any more: after `want`. */
  inherit(settings: readonly ChangedSetting[]): void {
    if (settings.length === 0) return;
    this.#settings.inherit(settings);
    this.#applySettings();
  }

  /** Makes what is missing. What cannot be made is told, and tried again by the next call. */
  restore(): void {
    // One that is being removed is down first, and gone by the next look.
    for (let round = 0; round < rounds && this.#restoreOnce(); round += 1);
    // An interface that comes, comes with the settings of its machine.
    const present = this.#promoting.flatMap((name) => this.#links.byName(name)?.index ?? []).join();
    if (present === this.#promoted) return;
    this.#promoted = present;
    this.#applySettings();
  }

  /** False when there was nothing to do. */
  #restoreOnce(): boolean {
    const work = this.#wanted.map((device) => ({ device, step: this.#stepFor(device) }));
    const changed = work.map(({ device, step }) => ({ device, change: this.#take(step, device) }));
    if (work.every(({ step }) => idle.has(step))) return false;
    this.#links.refresh();
    this.#applySettings();
    for (const { device, change } of changed) {
      if (change === undefined || !this.#setUp(device)) continue;
      this.#ours.set(device.name, device);
      this.#known.add(device.name);
      this.#listener.changed(device, change);
    }
    this.#links.refresh();
    return true;
  }

  /**
   * Removes what a reload has made superfluous; true when there was something. One of `inUse` stays for now, unless it
   * stands in the way of another.
   */
  removeOthers(inUse: ReadonlySet<string>): boolean {
    const wanted = new Map(this.#wanted.map((device) => [device.name, device]));
    const isInTheWay = ({ name, base, mac }: VirtualDevice): boolean =>
      wanted.has(name) || this.#wanted.some((other) => other.base === base && other.mac.equals(mac));
    const gone = [...this.#ours.values()].filter(
      (device) => !isSame(device, wanted.get(device.name)) && (!inUse.has(device.name) || isInTheWay(device)),
    );
    for (const device of gone) this.#remove(device);
    if (gone.length === 0) return false;
    this.#links.refresh();
    this.#applySettings();
    return true;
  }

  /** Those whose interfaces have to be kept from telling multicast memberships. */
  stacked(): readonly StackedDevice[] {
    return this.#present.flatMap(({ name, base }) => {
      const [device, below] = [this.#links.byName(name), this.#links.byName(base)];
      if (device === undefined || below === undefined) return [];
      return [{ interfaceIndex: device.index, baseIndex: below.index }];
    });
  }

  close(): void {
    for (const device of this.#ours.values()) this.#remove(device);
    this.#wanted = [];
    this.#settings.restore();
  }

  get #present(): readonly VirtualDevice[] {
    return this.#wanted.filter(({ name }) => this.#links.byName(name)?.macvlanBase !== undefined);
  }

  #stepFor(device: VirtualDevice): Step {
    const base = this.#links.byName(device.base);
    // It is made when its base appears.
    if (base === undefined) return "wait";
    const link = this.#links.byName(device.name);
    if (link === undefined) return "create";
    if (this.#fits(link, device)) {
      if (!this.#ours.has(device.name)) return "set-up";
      return link.up ? "nothing" : "set-up";
    }
    return this.#ours.has(device.name) && link.macvlanBase !== undefined ? "replace" : "occupied";
  }

  #fits(link: Link, { base, mac }: Pick<VirtualDevice, "base" | "mac">): boolean {
    return link.macvlanBase === this.#links.byName(base)?.index && link.mac?.equals(mac) === true;
  }

  /** What has been done to it when it is up; undefined: it need not be taken up, or cannot. */
  #take(step: Step, device: VirtualDevice): DeviceNews | undefined {
    const link = this.#links.byName(device.name);
    const isKnown = this.#known.has(device.name);
    switch (step) {
      case "nothing":
      case "wait":
        return undefined;
      case "occupied":
        this.#listener.trouble(creating(device), { call: "another interface of that name", errno: 17, code: "EEXIST" });
        return undefined;
      case "replace":
        if (link !== undefined) this.#configurator.changeDevice({ kind: "remove-device", interfaceIndex: link.index });
        return this.#create(device) ? "created" : undefined;
      case "create":
        if (!this.#create(device)) return undefined;
        return isKnown ? "restored" : "created";
      case "set-up":
        if (isKnown) return "restored";
        return this.#ours.has(device.name) ? "created" : "adopted";
      default:
        return unreachable(step);
    }
  }

  #create(device: VirtualDevice): boolean {
    const { name, mac, group } = device;
    const baseIndex = this.#links.byName(device.base)?.index ?? 0;
    const error = this.#configurator.changeDevice({ kind: "add-macvlan", macvlan: { name, baseIndex, mac, group } });
    this.#listener.trouble(creating(device), error);
    if (error === undefined) this.#ours.set(name, device);
    return error === undefined;
  }

  /** False when it is not up. */
  #setUp({ name, instance }: VirtualDevice): boolean {
    const link = this.#links.byName(name);
    if (link === undefined) return false;
    const error = link.up ? undefined : this.#configurator.changeDevice({ kind: "set-up", interfaceIndex: link.index });
    if (error?.code === "ENODEV") return false;
    this.#listener.trouble(`(${instance}): Cannot take VMAC interface ${name} up`, error);
    return error === undefined;
  }

  #applySettings(): void {
    const names = this.#links.all().map(({ name }) => name);
    this.#settings.apply((read) => deviceSettings(this.#present, names, read, this.#promoting));
    this.#listener.settings(this.#settings.changed);
  }

  #remove(device: VirtualDevice): void {
    this.#ours.delete(device.name);
    this.#known.delete(device.name);
    const link = this.#links.byName(device.name);
    if (link?.macvlanBase === undefined) return;
    const error = this.#configurator.changeDevice({ kind: "remove-device", interfaceIndex: link.index });
    this.#listener.trouble(`(${device.instance}): Cannot remove VMAC interface ${device.name}`, error);
    if (error === undefined) this.#listener.changed(device, "removed");
  }
}

function creating({ instance, name, base }: VirtualDevice): string {
  return `(${instance}): Cannot create VMAC interface ${name} on ${base}`;
}

function isSame(a: VirtualDevice, b: VirtualDevice | undefined): boolean {
  return b !== undefined && a.name === b.name && a.base === b.base && a.mac.equals(b.mac);
}
