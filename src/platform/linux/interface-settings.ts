import type { InterfaceSetting, InterfaceSettings } from "../ports.ts";
import { readSmallFile, writeSmallFile } from "./small-file.ts";

/** Files below /proc/sys of the network namespace that the calling thread is in. */
export const interfaceSettings: InterfaceSettings = {
  get: (setting) => {
    const number = Number.parseInt(readSmallFile(pathOf(setting)) ?? "", 10);
    return Number.isNaN(number) ? undefined : number;
  },
  set: (setting, value) => writeSmallFile(pathOf(setting), `${value}\n`, true),
};

/** The dots of an interface's name are no separators here. */
function pathOf({ family, interface: name, name: setting }: InterfaceSetting): string {
  return `/proc/sys/net/${family}/conf/${name}/${setting}`;
}
