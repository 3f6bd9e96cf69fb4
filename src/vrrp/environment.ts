import type { DeadlineHeap } from "../base/deadline-heap.ts";
import { earlier, type Instant } from "../base/time.ts";
import type { World } from "./conditions.ts";
import { InterfaceTable } from "./interfaces.ts";
import { Links } from "./links.ts";
import { Maintenance } from "./maintenance.ts";
import type { ScriptTracker } from "./script-tracker.ts";
import { Sockets } from "./sockets.ts";
import { StaticHoldings } from "./static-holdings.ts";
import { TrackedFiles } from "./tracked-files.ts";
import { TrackedProcesses } from "./tracked-processes.ts";
import { TrackedScripts } from "./tracked-scripts.ts";

/** All that instances depend on. */
export class Environment {
  /** As the links count: some have changed already (`interface_up_down_delays`). */
  readonly interfaces = new InterfaceTable();
  readonly statics = new StaticHoldings();
  readonly links = new Links(this.interfaces, this.statics);
  readonly sockets = new Sockets();
  readonly scripts: TrackedScripts;
  readonly files = new TrackedFiles();
  readonly processes = new TrackedProcesses();
  readonly maintenance = new Maintenance();
  #virtual: ReadonlySet<string> = new Set();

  /** `deadlines` are those of instances, too; those of scripts are not in `deadline`. */
  constructor(deadlines: Pick<DeadlineHeap<ScriptTracker>, "set">) {
    this.scripts = new TrackedScripts(deadlines);
  }

  /**
   * The printed virtual addresses of all instances, departed ones included, without those that are the machine's own.
   */
  get virtual(): ReadonlySet<string> {
    return this.#virtual;
  }

  knowVirtual(addresses: ReadonlySet<string>): void {
    this.#virtual = addresses;
  }

  get deadline(): Instant | undefined {
    const { links, sockets, processes, maintenance } = this;
    return earlier(earlier(links.deadline, sockets.deadline), earlier(processes.deadline, maintenance.deadline));
  }

  /** As it is now. */
  get world(): World {
    return {
      interfaces: this.interfaces,
      virtual: this.virtual,
      deaf: this.sockets.deaf,
      staticInterfacesOf: (instance) => this.statics.interfacesOf(instance),
      orderOf: (instance, group) => this.maintenance.orderOf(instance, group),
      verdictOf: (script) => this.scripts.verdictOf(script),
      valueOf: (file) => this.files.valueOf(file),
      quorumOf: (process) => this.processes.verdictOf(process),
    };
  }
}
