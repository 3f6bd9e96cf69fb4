import { type Duration, seconds, sum, zeroDuration } from "../../base/time.ts";
import type { VrrpConfig } from "../../vrrp/config.ts";
import { lingeringTime } from "../../vrrp/lingering.ts";
import type { MaintenanceOrder } from "../../vrrp/maintenance.ts";
import type { Command, Refusal } from "../../status/live/control-protocol.ts";
import type { CommandResult } from "./child-requests.ts";
import { readOrders, writeOrders } from "./maintenance-file.ts";
import { unknownName } from "./unknown-name.ts";

export type MaintenanceCommand = Extract<Command, { readonly command: "maintenance" }>;

export type MaintenanceSettings = {
  /** Where orders are kept. */
  readonly directory: () => string;
  /** In force. */
  readonly config: () => VrrpConfig;
  /** Gives all orders to the vrrp process. */
  readonly instruct: (orders: readonly MaintenanceOrder[], patience: Duration) => Promise<CommandResult>;
  /** A line for the log. */
  readonly say: (message: string) => void;
  /** Microseconds of the Unix epoch. */
  readonly now: () => number;
};

/** How long the vrrp process may take where it need not wait for anybody. */
const usualPatience = seconds(5);

/** Ends are looked at this often, as somebody may set the clock: milliseconds. */
const lookAgain = 60_000;

/** The supervisor's list of what is in maintenance: recorded, given to vrrp processes, and taken back at its time. */
export class MaintenanceDesk {
  readonly #settings: MaintenanceSettings;
  #recorded: readonly MaintenanceOrder[] = [];
  /** What the vrrp process is trying now. */
  #tried: MaintenanceOrder | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(settings: MaintenanceSettings) {
    this.#settings = settings;
  }

  /** What a vrrp process has to know. */
  get orders(): readonly MaintenanceOrder[] {
    return this.#tried === undefined ? this.#recorded : withOrder(this.#recorded, this.#tried);
  }

  /** What an earlier daemon has recorded goes on, unless its time is over or nobody has the name any more. */
  open(): void {
    const { directory, say, now } = this.#settings;
    const read = readOrders(directory(), say);
    const current = read.filter(({ until }) => until === undefined || until > now());
    for (const order of read) {
      if (current.includes(order)) say(`${describe(order)} goes on (${whoAndWhy(order)})`);
      else say(`${describe(order)} has ended while no daemon ran`);
    }
    this.#recorded = current;
    if (current.length < read.length) this.#write();
    this.reconfigured();
  }

  /** Another configuration is in force, or about to be: what is gone is dropped. */
  reconfigured(config = this.#settings.config()): void {
    if (this.orders.length === 0) return;
    const known = namesOf(config);
    const isKnown = ({ target }: MaintenanceOrder): boolean => target === undefined || known.has(target);
    const gone = this.#recorded.filter((order) => !isKnown(order));
    if (this.#tried !== undefined && !isKnown(this.#tried)) this.#tried = undefined;
    for (const order of gone) this.#settings.say(`${describe(order)} is dropped: it is not configured any more`);
    if (gone.length > 0) this.#record(this.#recorded.filter(isKnown));
    this.#setTimer();
  }

  /** The vrrp process has ended: what it was trying the next one is not to begin with. */
  interrupted(): void {
    this.#tried = undefined;
  }

  async take(command: MaintenanceCommand, user: string): Promise<CommandResult> {
    const { target } = command;
    const known = namesOf(this.#settings.config());
    if (target !== undefined && !known.has(target)) return unknownName("instance or sync group", target, [...known]);
    return command.on ? await this.#begin(command, user) : await this.#end(target);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #begin({ target, during, reason, force }: MaintenanceCommand, by: string): Promise<CommandResult> {
    const { now, config, instruct } = this.#settings;
    const since = now();
    const until = during === undefined ? undefined : since + during;
    const before = this.#recorded.find((each) => each.target === target);
    const order = { target, by, reason, since: before?.since ?? since, until, isTentative: false };
    this.#tried = { ...order, isTentative: before === undefined && !force };
    const result = await instruct(this.orders, sum(longestHandOver(config()), usualPatience));
    const isWanted = this.#tried?.target === target;
    this.#tried = undefined;
    if (isRefusal(result)) {
      // A process that has not answered may have heard it all the same.
      if (result.code === "not-available") void this.#tell();
      return result;
    }
    if (!isWanted) return { code: "refused", message: "a reload has removed it meanwhile" };
    const problem = this.#record(withOrder(this.#recorded, order));
    const end = until === undefined ? "until it is switched off" : `until ${printTime(until)}`;
    const lines = [`${describe(order)} ${before === undefined ? "begins" : "goes on"}, ${end} (${whoAndWhy(order)})`];
    return problem === undefined ? lines : [...lines, `it ends with the daemon: ${problem}`];
  }

  async #end(target: string | undefined): Promise<CommandResult> {
    const over = target === undefined ? this.#recorded : this.#recorded.filter((order) => order.target === target);
    if (over.length === 0) return this.#nothingToEnd(target);
    const problem = this.#record(this.#recorded.filter((order) => !over.includes(order)));
    const result = await this.#tell();
    // Without a process there is nobody who has to hear of it now.
    if (isRefusal(result) && result.code !== "not-available") return result;
    const lines = over.map((order) => `${describe(order)} is over`);
    return problem === undefined ? lines : [...lines, `it comes back with the next daemon: ${problem}`];
  }

  #nothingToEnd(target: string | undefined): Refusal {
    if (target === undefined) return refused("nothing is in maintenance");
    const group = this.#settings.config().syncGroups.find(({ members }) => members.includes(target))?.name;
    const wider = this.#recorded.find((order) => order.target === undefined || order.target === group);
    if (wider === undefined) return refused(`${target} is not in maintenance`);
    const command = `holdfast maintenance off${wider.target === undefined ? "" : ` ${wider.target}`}`;
    return refused(`${target} is in maintenance with ${nameOf(wider)}: ${command} ends it`);
  }

  async #tell(): Promise<CommandResult> {
    return await this.#settings.instruct(this.orders, usualPatience);
  }

  /** Says why it could not be written. */
  #record(orders: readonly MaintenanceOrder[]): string | undefined {
    this.#recorded = orders;
    this.#setTimer();
    return this.#write();
  }

  #write(): string | undefined {
    const { directory, say } = this.#settings;
    const problem = writeOrders(directory(), this.#recorded);
    if (problem !== undefined) say(`${problem}: what is in maintenance does not outlive the daemon`);
    return problem;
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const ends = this.#recorded.flatMap(({ until }) => (until === undefined ? [] : [until]));
    if (ends.length === 0) return;
    const delay = (Math.min(...ends) - this.#settings.now()) / 1000;
    this.#timer = setTimeout(() => this.#expire(), Math.min(Math.max(Math.ceil(delay), 0), lookAgain));
  }

  #expire(): void {
    const { now, say } = this.#settings;
    const over = this.#recorded.filter(({ until }) => until !== undefined && until <= now());
    if (over.length === 0) return this.#setTimer();
    for (const order of over) say(`${describe(order)} has come to its time`);
    this.#record(this.#recorded.filter((order) => !over.includes(order)));
    void this.#tell();
    return undefined;
  }
}

function withOrder(orders: readonly MaintenanceOrder[], order: MaintenanceOrder): readonly MaintenanceOrder[] {
  return [...orders.filter(({ target }) => target !== order.target), order];
}

function namesOf({ instances, syncGroups }: VrrpConfig): ReadonlySet<string> {
  return new Set([...instances, ...syncGroups].map(({ name }) => name));
}

/** What the vrrp process waits for a successor at most. */
function longestHandOver({ instances }: VrrpConfig): Duration {
  return instances.reduce((longest, instance) => {
    const time = lingeringTime("backup", instance, true);
    return time > longest ? time : longest;
  }, zeroDuration);
}

function describe(order: MaintenanceOrder): string {
  return `Maintenance of ${nameOf(order)}`;
}

function nameOf({ target }: MaintenanceOrder): string {
  return target ?? "all instances";
}

function whoAndWhy({ by, reason }: MaintenanceOrder): string {
  return reason === "" ? `by ${by}` : `by ${by}: ${reason}`;
}

function printTime(at: number): string {
  return new Date(at / 1000).toISOString().replace(/\.\d+Z$/u, "Z");
}

function refused(message: string): Refusal {
  return { code: "refused", message };
}

export function isRefusal(result: CommandResult): result is Refusal {
  return "code" in result;
}
