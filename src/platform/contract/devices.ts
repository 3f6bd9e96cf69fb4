import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { MacAddress } from "../../base/mac-address.ts";
import type {
  InterfaceSettings,
  Link,
  NetworkConfigurator,
  NetworkMonitor,
  OpenNetworkConfigurator,
  OpenNetworkMonitor,
} from "../ports.ts";

/** A machine with an interface "lan0", up and with carrier. */
export type DeviceSubject = {
  readonly openNetworkMonitor: OpenNetworkMonitor;
  readonly openNetworkConfigurator: OpenNetworkConfigurator;
  readonly interfaceSettings: InterfaceSettings;
};

const mac = MacAddress.fromBytes(Uint8Array.of(0, 0, 0x5e, 0, 1, 51));
const noInterface = 0x7fff_fffe;

/** What every configurator does with interfaces on top of others, and every machine with their settings. */
export function deviceContract(name: string, makeSubject: () => DeviceSubject): void {
  describe(`devices of ${name}`, () => {
    test("a macvlan comes down, goes up with the carrier of its base, and goes", () => {
      withMachine(({ configurator, base, link }) => {
        const macvlan = { name: "vrrp.51", baseIndex: base, mac, group: undefined };
        assert.equal(configurator.changeDevice({ kind: "add-macvlan", macvlan }), undefined);
        const made = link("vrrp.51");
        assert.deepEqual([made?.up, made?.macvlanBase, made?.mac?.toString()], [false, base, mac.toString()]);
        const interfaceIndex = made?.index ?? 0;
        assert.equal(configurator.changeDevice({ kind: "set-up", interfaceIndex }), undefined);
        assert.deepEqual([link("vrrp.51")?.up, link("vrrp.51")?.running], [true, true]);
        assert.equal(configurator.changeDevice({ kind: "remove-device", interfaceIndex }), undefined);
        assert.equal(link("vrrp.51"), undefined);
        assert.equal(configurator.changeDevice({ kind: "remove-device", interfaceIndex }), undefined);
        assert.equal(configurator.changeDevice({ kind: "set-up", interfaceIndex })?.code, "ENODEV");
      });
    });

    test("a name that is taken, a base that is missing, a MAC address that is in use", () => {
      withMachine(({ configurator, base, link }) => {
        const macvlan = { name: "vrrp.51", baseIndex: base, mac, group: undefined };
        const taken = configurator.changeDevice({ kind: "add-macvlan", macvlan: { ...macvlan, name: "lan0" } });
        assert.equal(taken?.code, "EEXIST");
        const lost = configurator.changeDevice({
          kind: "add-macvlan",
          macvlan: { ...macvlan, baseIndex: noInterface },
        });
        assert.equal(lost?.code, "ENODEV");
        for (const each of ["vrrp.51", "twin"]) {
          assert.equal(
            configurator.changeDevice({ kind: "add-macvlan", macvlan: { ...macvlan, name: each } }),
            undefined,
          );
        }
        const [first, second] = ["vrrp.51", "twin"].map((each) => link(each)?.index ?? 0);
        assert.equal(configurator.changeDevice({ kind: "set-up", interfaceIndex: first ?? 0 }), undefined);
        assert.equal(configurator.changeDevice({ kind: "set-up", interfaceIndex: second ?? 0 })?.code, "EADDRINUSE");
        for (const interfaceIndex of [first ?? 0, second ?? 0]) {
          assert.equal(configurator.changeDevice({ kind: "remove-device", interfaceIndex }), undefined);
        }
      });
    });

    test("settings are read and written; an interface that is missing has none", () => {
      withMachine(({ settings }) => {
        const setting = { family: "ipv4", interface: "lan0", name: "arp_ignore" } as const;
        assert.equal(settings.get(setting), 0);
        assert.equal(settings.set(setting, 1), undefined);
        assert.equal(settings.get(setting), 1);
        assert.equal(settings.set(setting, 0), undefined);
        assert.equal(settings.get({ ...setting, interface: "all" }), 0);
        const missing = { ...setting, interface: "missing0" };
        assert.equal(settings.get(missing), undefined);
        assert.ok(settings.set(missing, 1) !== undefined);
      });
    });
  });

  type Machine = {
    readonly configurator: NetworkConfigurator;
    readonly settings: InterfaceSettings;
    /** The index of "lan0". */
    readonly base: number;
    /** As it is now. */
    readonly link: (name: string) => Link | undefined;
  };

  function withMachine(use: (machine: Machine) => void): void {
    const subject = makeSubject();
    const monitor: NetworkMonitor = subject.openNetworkMonitor(() => {});
    const configurator = subject.openNetworkConfigurator();
    const link = (wanted: string): Link | undefined => {
      monitor.drain();
      return monitor.links().find((each) => each.name === wanted);
    };
    try {
      use({ configurator, settings: subject.interfaceSettings, base: link("lan0")?.index ?? 0, link });
    } finally {
      monitor.close();
      configurator.close();
    }
  }
}
