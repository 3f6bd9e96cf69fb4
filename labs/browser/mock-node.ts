import type { CauseLink, EventRecord } from "../../src/status/live/event-record.ts";
import type {
  InstanceDocument,
  InstanceState,
  ServiceDocument,
  StatusDocument,
  TrackerDocument,
  WarningDocument,
} from "../../src/status/live/status-document.ts";

/** What is behind a change, as the daemon has it; what the page shows of it is told in words besides. */
type PlainCause = Extract<EventRecord["event"], { readonly kind: "instance-state" }>["cause"];

const stopped: PlainCause = { kind: "stopped" };
const second = 1_000_000;
const nothing = { bounds: [1_000, 10_000, 100_000, 1_000_000], counts: [0, 0, 0, 0, 0], sum: 0 };

/** A node that is not there: documents and events as a daemon would give them, of what the test makes happen. */
export class MockNode {
  readonly name: string;
  readonly address: string;
  readonly records: EventRecord[] = [];
  readonly listeners = new Set<(record: EventRecord) => void>();
  readonly #startedAt = now() - 2 * 86_400 * second;
  readonly #pid: number;
  #instances: InstanceDocument[];
  #documents = 0;
  warnings: readonly WarningDocument[] = [];
  services: readonly ServiceDocument[] = [];
  trackers: readonly TrackerDocument[] = [];

  constructor(name: string, address: string, count: number, isMaster: boolean) {
    this.name = name;
    this.address = address;
    this.#pid = 4_000 + name.length;
    this.#instances = Array.from({ length: count }, (_, index) => this.#instance(index, isMaster));
  }

  document(): StatusDocument {
    this.#documents += 1;
    const counts = [3 * this.#documents, 60 * this.#documents, this.#documents, 0, 0];
    return {
      version: 1,
      at: now(),
      daemon: {
        node: this.name,
        release: "Holdfast v0.1.0",
        startedAt: this.#startedAt,
        configuration: "/etc/keepalived/keepalived.conf",
        generation: 1,
        loadedAt: this.#startedAt,
        processes: [
          { name: "supervisor", pid: this.#pid, startedAt: this.#startedAt, restarts: 0 },
          { name: "vrrp", pid: this.#pid + 1, startedAt: this.#startedAt, restarts: 0 },
          { name: "checkers", pid: this.#pid + 2, startedAt: this.#startedAt, restarts: 1 },
          { name: "observer", pid: this.#pid + 3, startedAt: this.#startedAt, restarts: 0 },
        ],
        lastEvent: this.records.at(-1)?.id ?? 0,
      },
      instances: this.#instances.map((instance) => ({
        ...instance,
        peers: instance.peers.map((peer) =>
          instance.state === "backup" ? { ...peer, lastHeard: now() - 40_000 } : peer,
        ),
      })),
      groups:
        this.#instances[0]?.group === undefined ? [] : [{ name: "VG_1", state: this.#instances[0].state, members: [] }],
      trackers: this.trackers,
      services: this.services,
      warnings: this.warnings,
      strangers: [],
      measures: {
        advertGap: { ...nothing, counts: [0, 0, 4 * this.#documents, 0, 0] },
        timerLateness: { ...nothing, counts },
        scriptDuration: nothing,
        checkDuration: nothing,
      },
    };
  }

  /** An instance goes to another state; `ago` in microseconds. */
  become(index: number, to: InstanceState, causes: readonly CauseLink[], ago = 0, cause: PlainCause = stopped): void {
    const before = this.#instances[index];
    if (before === undefined) throw new RangeError(`no instance ${index}`);
    const wall = now() - ago;
    this.#instances[index] = {
      ...before,
      state: to,
      since: wall,
      causes,
      master: to === "master" ? { address: this.address, priority: before.priority } : before.master,
      addresses: before.addresses.map((address) => ({ ...address, held: to === "master" })),
    };
    const event = {
      kind: "instance-state" as const,
      instance: before.name,
      from: before.state,
      to,
      cause,
      priority: before.priority,
      ...(to === "master" && { master: this.address }),
    };
    this.#tell({
      ...this.#stamp(wall),
      process: "vrrp",
      event,
      subject: before.name,
      severity: to === "fault" ? "error" : "notice",
      text: `${before.name} became ${to.toUpperCase()}`,
      causes,
    });
  }

  /** Changes what a document says of an instance. */
  alter(index: number, change: Partial<InstanceDocument>): void {
    const before = this.#instances[index];
    if (before !== undefined) this.#instances[index] = { ...before, ...change };
  }

  #tell(record: EventRecord): void {
    this.records.push(record);
    for (const listener of this.listeners) listener(record);
  }

  #stamp(wall: number): Pick<EventRecord, "id" | "wall" | "monotonic" | "pid"> {
    return { id: (this.records.at(-1)?.id ?? 0) + 1, wall, monotonic: wall - this.#startedAt, pid: this.#pid + 1 };
  }

  #instance(index: number, isMaster: boolean): InstanceDocument {
    const held = index % 2 === 0 ? isMaster : !isMaster;
    const address = `10.${Math.floor(index / 250)}.${index % 250}.100`;
    const other = this.address.endsWith(".1") ? "192.0.2.2" : "192.0.2.1";
    const priority = held ? 101 : 100;
    return {
      name: `VI_${index + 1}`,
      group: index < 3 ? "VG_1" : undefined,
      interface: `eth${index % 4}`,
      family: "ipv4",
      vrid: (index % 255) + 1,
      protocol: 3,
      state: held ? "master" : "backup",
      since: this.#startedAt + index * second,
      causes: [],
      priority,
      basePriority: priority,
      parts: [],
      faults: [],
      master: { address: held ? this.address : other, priority: 101 },
      source: this.address,
      advertInterval: second,
      masterDownInterval: 3_609_375,
      preempt: true,
      addresses: [{ address, interface: `eth${index % 4}`, held, excluded: false }],
      peers: [
        {
          source: other,
          priority: held ? 100 : 101,
          protocol: 3,
          interval: second,
          checksumForm: "pseudo-header",
          configured: false,
          firstHeard: this.#startedAt,
          lastHeard: now() - (held ? 7_200 * second : 0),
          adverts: 172_800,
          gaps: 0,
          longestGap: 0,
          missing: [],
          unexpected: [],
          rejected: 0,
          lastRejection: undefined,
        },
      ],
      counters: {
        sent: held ? 172_800 : 0,
        received: held ? 3 : 172_800,
        accepted: held ? 3 : 172_800,
        rejected: {},
        becameMaster: held ? 1 : 0,
        releasedMaster: 0,
        priorityZeroSent: 0,
        priorityZeroReceived: 0,
        addressListErrors: 0,
        stalls: 0,
        transitions: [],
      },
      maintenance: undefined,
    };
  }
}

/** Microseconds of the Unix epoch. */
export function now(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1_000);
}

/** The chain behind a master that has fallen silent. */
export function silence(master: string, span: number): readonly CauseLink[] {
  const text = `no advert from ${master} for ${span / second} s`;
  return [{ kind: "timeout", text, details: { master, silence: span } }];
}
