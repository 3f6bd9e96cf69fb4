import type { MachinePorts, OpenFrameListener, OpenVrrpSocket } from "../ports.ts";
import { SystemException } from "../ports.ts";
import { FakeAnnouncer, type SendFrame } from "./announcer.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";
import { FakeFiles } from "./files.ts";
import { FakeInterfaceSettings } from "./interface-settings.ts";
import { FakeNetwork } from "./network.ts";
import { FakeProcesses } from "./processes.ts";
import { FakePacketFilters } from "./packet-filter.ts";
import { FakeProcessRunner } from "./process-runner.ts";
import type { FakeSegment } from "./segment.ts";

/** One machine: its network, its files, its programs, and the segments that its links are connected to. */
export class FakeMachine {
  readonly network: FakeNetwork;
  readonly files: FakeFiles;
  readonly settings: FakeInterfaceSettings;
  readonly filters = new FakePacketFilters();
  readonly processes: FakeProcessRunner;
  /** What runs on it, besides the programs that the ports start. */
  readonly running: FakeProcesses;
  readonly ports: MachinePorts;
  /** The interfaces that forward IPv6. */
  readonly routers = new Set<string>();
  readonly #segments = new Set<FakeSegment>();

  constructor(clock: FakeClock) {
    this.network = new FakeNetwork(clock);
    this.files = new FakeFiles(clock);
    this.settings = new FakeInterfaceSettings((name) => this.network.linkNamed(name) !== undefined);
    this.processes = new FakeProcessRunner(clock);
    this.running = new FakeProcesses(clock);
    this.ports = {
      clock,
      openAlarm: clock.openAlarm,
      openNetworkMonitor: this.network.openMonitor,
      openNetworkConfigurator: this.network.openConfigurator,
      openVrrpSocket: this.#openVrrpSocket,
      openAnnouncer: () => new FakeAnnouncer(this.#sendFrame, (index) => this.network.link(index)?.mac, this.routers),
      openFileWatcher: this.files.openFileWatcher,
      openProcessWatcher: this.running.openProcessWatcher,
      openPacketFilter: this.filters.open,
      interfaceSettings: this.settings,
      processes: this.processes,
    };
  }

  /** A new link that is connected to the segment. Returns its index. */
  connect(segment: FakeSegment, name: string): number {
    const { index } = this.network.addLink(name);
    segment.attach(this.network, index);
    this.#segments.add(segment);
    return index;
  }

  readonly #openVrrpSocket: OpenVrrpSocket = (options, receive) => {
    const { interfaceIndex } = options;
    for (const segment of this.#segments) {
      const attachment = segment.attachmentOf(this.network, this.#below(interfaceIndex));
      if (attachment !== undefined) return segment.openSocket(attachment, options, receive);
    }
    throw new SystemException(fakeError("setsockopt SO_BINDTODEVICE", "ENODEV"));
  };

  /** What the vrrp process does not need. */
  readonly openFrameListener: OpenFrameListener = (interfaceIndex, hear) => {
    for (const segment of this.#segments) {
      const attachment = segment.attachmentOf(this.network, interfaceIndex);
      if (attachment !== undefined) return segment.listen(attachment, hear);
    }
    throw new SystemException(fakeError("bind", "ENODEV"));
  };

  /** What goes out of a macvlan interface goes out of the one below. */
  #below(interfaceIndex: number): number {
    return this.network.link(interfaceIndex)?.macvlanBase ?? interfaceIndex;
  }

  readonly #sendFrame: SendFrame = (interfaceIndex, frame) => {
    for (const segment of this.#segments) {
      const attachment = segment.attachmentOf(this.network, this.#below(interfaceIndex));
      if (attachment !== undefined) return segment.sendFrame(attachment, frame);
    }
    return fakeError("sendto", "ENXIO");
  };
}
