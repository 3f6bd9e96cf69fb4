import type { MachinePorts, OpenVrrpSocket } from "../ports.ts";
import { SystemException } from "../ports.ts";
import { FakeAnnouncer, type SendFrame } from "./announcer.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";
import { FakeFiles } from "./files.ts";
import { FakeNetwork } from "./network.ts";
import { FakeProcessRunner } from "./process-runner.ts";
import type { FakeSegment } from "./segment.ts";

/** One machine: its network, its files, its programs, and the segments that its links are connected to. */
export class FakeMachine {
  readonly network: FakeNetwork;
  readonly files: FakeFiles;
  readonly processes: FakeProcessRunner;
  readonly ports: MachinePorts;
  /** The interfaces that forward IPv6. */
  readonly routers = new Set<string>();
  readonly #segments = new Set<FakeSegment>();

  constructor(clock: FakeClock) {
    this.network = new FakeNetwork(clock);
    this.files = new FakeFiles(clock);
    this.processes = new FakeProcessRunner(clock);
    this.ports = {
      clock,
      openAlarm: clock.openAlarm,
      openNetworkMonitor: this.network.openMonitor,
      openNetworkConfigurator: this.network.openConfigurator,
      openVrrpSocket: this.#openVrrpSocket,
      openAnnouncer: () => new FakeAnnouncer(this.#sendFrame, (index) => this.network.link(index)?.mac, this.routers),
      openFileWatcher: this.files.openFileWatcher,
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
      const attachment = segment.attachmentOf(this.network, interfaceIndex);
      if (attachment !== undefined) return segment.openSocket(attachment, options, receive);
    }
    throw new SystemException(fakeError("setsockopt SO_BINDTODEVICE", "ENODEV"));
  };

  readonly #sendFrame: SendFrame = (interfaceIndex, frame) => {
    for (const segment of this.#segments) {
      const attachment = segment.attachmentOf(this.network, interfaceIndex);
      if (attachment !== undefined) return segment.sendFrame(attachment, frame);
    }
    return fakeError("sendto", "ENXIO");
  };
}
