import { unreachable } from "../../base/assert.ts";
import type { Duration } from "../../base/time.ts";
import type { Command, Refusal } from "../../status/live/control-protocol.ts";
import type { SupervisorReport } from "../../status/live/event-record.ts";
import type { ChildName } from "../../supervisor/index.ts";
import type { LoadResult } from "../../config/load.ts";
import type { WeightOverride } from "../../lvs/weight-overrides.ts";
import type { MaintenanceOrder } from "../../vrrp/maintenance.ts";
import type { News, ToCheckersProcess, ToVrrpProcess } from "../messages.ts";
import { ChildRequests, type CommandResult } from "./child-requests.ts";
import { commandText } from "./command-text.ts";
import { isRefusal, MaintenanceDesk } from "./maintenance-desk.ts";
import { type Reading, ReloadDesk } from "./reload-desk.ts";
import { testScript } from "./test-script.ts";
import { WeightDesk } from "./weight-desk.ts";

export type CommandSettings = {
  /** Where orders and weights are kept. */
  readonly directory: () => string;
  /** What the configuration in force means. */
  readonly config: () => LoadResult;
  /** As of ReloadSettings. */
  readonly preview: () => Reading;
  readonly requestReload: () => void;
  /** False: no such process runs. */
  readonly vrrp: (message: ToVrrpProcess) => boolean;
  readonly checkers: (message: ToCheckersProcess) => boolean;
  /** A line for the log. */
  readonly say: (message: string) => void;
  /** For the record of events. */
  readonly report: (report: SupervisorReport) => void;
};

/** Characters of what has come of a command that are recorded. */
const recordedText = 1_000;

/** Commands that wait for their turn. */
export const waitingCommands = 32;

/** What operators command, one thing after the other (CommandTaker of the status socket). */
export class Commands {
  readonly #settings: CommandSettings;
  readonly #requests = new ChildRequests();
  readonly #maintenance: MaintenanceDesk;
  readonly #weights: WeightDesk;
  readonly #reloads: ReloadDesk;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(settings: CommandSettings) {
    this.#settings = settings;
    const { directory, config, say, vrrp, checkers } = settings;
    this.#maintenance = new MaintenanceDesk({
      directory,
      say,
      config: () => config().configuration.vrrp,
      now: () => Date.now() * 1000,
      instruct: async (orders, patience) =>
        await this.#ask("vrrp", patience, (id) => vrrp({ kind: "maintenance", id, orders })),
    });
    this.#weights = new WeightDesk({
      directory,
      say,
      config: () => config().configuration.lvs,
      instruct: async (overrides, patience) =>
        await this.#ask("checkers", patience, (id) => checkers({ kind: "overrides", id, overrides })),
    });
    const { requestReload: request, preview } = settings;
    this.#reloads = new ReloadDesk({ request, config, preview });
  }

  /** Takes up what an earlier daemon has left: before any process is started. */
  open(): void {
    this.#maintenance.open();
    this.#weights.open();
  }

  /** What processes have to know. */
  get orders(): readonly MaintenanceOrder[] {
    return this.#maintenance.orders;
  }

  get overrides(): readonly WeightOverride[] {
    return this.#weights.overrides;
  }

  /** `user` is who says so. */
  async take(command: Command, user: string): Promise<CommandResult> {
    const text = commandText(command);
    if (this.#waiting >= waitingCommands) {
      const refused: Refusal = { code: "busy", message: `${waitingCommands} commands wait for their turn` };
      this.#record(text, user, refused);
      return refused;
    }
    this.#waiting += 1;
    const result = this.#turn.then(async () => {
      if (changesSomething(command)) {
        this.#settings.report({ kind: "command", command: text, user, result: "begun", text: "" });
      }
      return await this.#perform(command, user);
    });
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    try {
      const done = await result;
      const isLook = command.command === "reload" && command.plan;
      if (!isLook) this.#record(text, user, done);
      return done;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** What a child says. */
  hear(child: ChildName, news: News): void {
    if (news.kind === "result") this.#requests.hear(child, news.id, news.result);
  }

  /** A child has ended. */
  ended(child: ChildName): void {
    if (child === "vrrp") this.#maintenance.interrupted();
    this.#requests.lost(child);
    this.#reloads.done(child);
  }

  /** A child has the configuration that it was told of. */
  ready(child: ChildName): void {
    this.#reloads.done(child);
  }

  /** A child is told of a configuration. */
  told(child: ChildName): void {
    this.#reloads.told(child);
  }

  /** The file is about to be read anew. */
  reloading(): void {
    this.#reloads.begin();
  }

  /** It has been: before any process is told. */
  reloaded(reading: Reading): void {
    if (reading.kind === "read") {
      const { vrrp, lvs } = reading.result.configuration;
      this.#maintenance.reconfigured(vrrp);
      this.#weights.reconfigured(lvs);
    }
    this.#reloads.read(reading);
  }

  close(): void {
    this.#maintenance.close();
  }

  async #perform(command: Command, user: string): Promise<CommandResult> {
    switch (command.command) {
      case "maintenance":
        return await this.#maintenance.take(command, user);
      case "drain":
      case "undrain":
      case "weight":
        return await this.#weights.take(command);
      case "reload":
        return command.plan ? this.#reloads.plan() : await this.#reloads.reload();
      case "test-script": {
        const { config, vrrp, checkers } = this.#settings;
        return await testScript(command.script, config(), async (child, patience) => {
          return await this.#ask(child, patience, (id) => {
            const message = { kind: "command", id, command, user } as const;
            return child === "vrrp" ? vrrp(message) : checkers(message);
          });
        });
      }
      default:
        return unreachable(command);
    }
  }

  async #ask(child: ChildName, patience: Duration, send: (id: number) => boolean): Promise<CommandResult> {
    return await this.#requests.request(child, patience, send);
  }

  #record(command: string, user: string, result: CommandResult): void {
    const lines = isRefusal(result) ? result.message.split("\n") : result;
    const text = lines.map((line) => line.trim()).join("; ");
    const outcome = isRefusal(result) ? "refused" : "done";
    const [first = ""] = lines;
    this.#settings.say(`Command of ${user}: ${command}: ${outcome}${first === "" ? "" : ` (${first})`}`);
    this.#settings.report({ kind: "command", command, user, result: outcome, text: text.slice(0, recordedText) });
  }
}

/** Others only look. */
function changesSomething(command: Command): boolean {
  return command.command !== "test-script" && !(command.command === "reload" && command.plan);
}
