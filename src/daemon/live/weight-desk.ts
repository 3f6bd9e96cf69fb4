import { type Duration, seconds } from "../../base/time.ts";
import type { LoadBalancingConfig, RealServer, VirtualServer } from "../../lvs/config.ts";
import { maximumWeight } from "../../lvs/wanted-servers.ts";
import type { WeightOverride } from "../../lvs/weight-overrides.ts";
import { findServer, findService, type Found, namedServices, serverKey } from "../../status/live/balancing-names.ts";
import type { Command, Refusal } from "../../status/live/control-protocol.ts";
import { printServer, printService } from "../../status/lvs-names.ts";
import type { CommandResult } from "./child-requests.ts";
import { unknownName } from "./unknown-name.ts";
import { readWeights, writeWeights } from "./weight-file.ts";

export type WeightCommand = Extract<Command, { readonly command: "drain" | "undrain" | "weight" }>;

export type WeightSettings = {
  /** Where they are kept. */
  readonly directory: () => string;
  /** In force. */
  readonly config: () => LoadBalancingConfig;
  /** Gives all of them to the checkers process, and resolves when the table has them. */
  readonly instruct: (overrides: readonly WeightOverride[], patience: Duration) => Promise<CommandResult>;
  /** A line for the log. */
  readonly say: (message: string) => void;
};

/** Changes of the table may wait for one that is under way. */
const patience = seconds(10);

/** The server that a command is about. */
type Place = {
  readonly service: string;
  readonly server: string;
  readonly virtualServer: VirtualServer;
  readonly realServer: RealServer;
};

/** The supervisor's list of weights that operators have set: recorded, and given to checkers processes. */
export class WeightDesk {
  readonly #settings: WeightSettings;
  #overrides: readonly WeightOverride[] = [];

  constructor(settings: WeightSettings) {
    this.#settings = settings;
  }

  /** What a checkers process has to know. */
  get overrides(): readonly WeightOverride[] {
    return this.#overrides;
  }

  open(): void {
    const { directory, say } = this.#settings;
    this.#overrides = readWeights(directory(), say);
    if (this.#overrides.length === 0) return;
    say(`Weights of ${this.#overrides.length} servers are as an operator has set them`);
    this.reconfigured();
  }

  /** Another configuration is in force, or about to be: servers that it does not have are forgotten. */
  reconfigured(config = this.#overrides.length === 0 ? undefined : this.#settings.config()): void {
    if (config === undefined || this.#overrides.length === 0) return;
    const known = new Set(
      namedServices(config.virtualServers).flatMap(({ key, config: { realServers } }) =>
        realServers.map((server) => `${key}\0${serverKey(server)}`),
      ),
    );
    const kept = this.#overrides.filter(({ service, server }) => known.has(`${service}\0${server}`));
    for (const override of this.#overrides) {
      if (kept.includes(override)) continue;
      this.#settings.say(
        `Weight of ${override.server} of ${override.service} is forgotten: it is not configured any more`,
      );
    }
    if (kept.length < this.#overrides.length) this.#record(kept);
  }

  async take(command: WeightCommand): Promise<CommandResult> {
    const place = this.#find(command.service, command.server);
    if ("code" in place) return place;
    const before = this.#overrides.find(isAt(place));
    const others = this.#overrides.filter((override) => override !== before);
    const override = overrideBy(command, place);
    const objection = objectionTo(command, before, place);
    if (objection !== undefined) return refused(objection);
    return await this.#apply(place, override === undefined ? others : [...others, override]);
  }

  async #apply(place: Place, overrides: readonly WeightOverride[]): Promise<CommandResult> {
    const before = this.#overrides;
    this.#overrides = overrides;
    const result = await this.#settings.instruct(overrides, patience);
    if ("code" in result) {
      this.#overrides = before;
      void this.#settings.instruct(before, patience);
      return result;
    }
    const problem = this.#record(this.#overrides);
    const override = this.#overrides.find(isAt(place));
    return [
      describe(place, override),
      ...result,
      ...(problem === undefined ? [] : [`it ends with the daemon: ${problem}`]),
    ];
  }

  /** Says why it could not be written. */
  #record(overrides: readonly WeightOverride[]): string | undefined {
    this.#overrides = overrides;
    const problem = writeWeights(this.#settings.directory(), overrides);
    if (problem !== undefined) this.#settings.say(`${problem}: weights do not outlive the daemon`);
    return problem;
  }

  #find(givenService: string, givenServer: string): Place | Refusal {
    const services = namedServices(this.#settings.config().virtualServers);
    const service = findService(services, givenService);
    if (service.kind !== "found") return notFound("virtual server", givenService, service);
    const { key, config } = service.value;
    const server = findServer(config, givenServer);
    if (server.kind !== "found") return notFound(`real server of ${printService(config)},`, givenServer, server);
    return { service: key, server: serverKey(server.value), virtualServer: config, realServer: server.value };
  }
}

/** Undefined: the weight is that of the configuration again. */
function overrideBy(command: WeightCommand, { service, server }: Place): WeightOverride | undefined {
  if (command.command === "drain") return { service, server, weight: 0, isDrained: true };
  const weight = command.command === "weight" ? command.weight : undefined;
  return weight === undefined ? undefined : { service, server, weight, isDrained: false };
}

/** Why there is nothing to be done. */
function objectionTo(command: WeightCommand, before: WeightOverride | undefined, place: Place): string | undefined {
  const isDrained = before?.isDrained === true;
  if (command.command === "weight") {
    const { weight = 0 } = command;
    if (command.weight === undefined && before === undefined) return `${nameOf(place)} has its configured weight`;
    return weight <= maximumWeight ? undefined : `a weight is 0 to ${maximumWeight}`;
  }
  if (command.command === "drain") return isDrained ? `${nameOf(place)} is drained already` : undefined;
  return isDrained ? undefined : `${nameOf(place)} is not drained`;
}

function isAt({ service, server }: Place): (override: WeightOverride) => boolean {
  return (override) => override.service === service && override.server === server;
}

function nameOf({ virtualServer, realServer }: Place): string {
  return `${printServer(virtualServer, realServer)} of ${printService(virtualServer)}`;
}

function describe(place: Place, override: WeightOverride | undefined): string {
  if (override === undefined) return `${nameOf(place)} has the weight that configuration and checks give it`;
  if (override.isDrained) return `${nameOf(place)} is drained: what is connected goes on, nothing new comes`;
  return `${nameOf(place)} has weight ${override.weight} until it is given back`;
}

function notFound(what: string, given: string, found: Exclude<Found<unknown>, { readonly kind: "found" }>): Refusal {
  if (found.kind === "unknown") return unknownName(what, given, found.names);
  return { code: "unknown-name", message: `${given} may be any of ${found.names.join(", ")}` };
}

function refused(message: string): Refusal {
  return { code: "refused", message };
}
