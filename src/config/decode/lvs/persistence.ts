import type { Family } from "../../../base/ip-address.ts";
import type { VirtualServerGroup } from "../../../lvs/config.ts";
import type { Granularity, Persistence } from "../../../base/lvs-table.ts";
import type { Word } from "../../lexer.ts";
import type { Reporter } from "../../reporter.ts";
import type { Values } from "../../schema/keyword.ts";
import { granularityFamily, parseGranularity } from "../../schema/lvs/granularity.ts";
import { usualPersistence } from "../../schema/lvs/persistence-timeout.ts";
import type { virtualServer } from "../../schema/lvs/virtual-server.ts";
import { shorten } from "../../schema/words.ts";
import type { ServiceName } from "./service.ts";

/** What a service is, as far as its persistence depends on it. */
export type PersistenceOwner = {
  readonly name: ServiceName;
  readonly label: string;
  readonly group: VirtualServerGroup | undefined;
};

/** Which clients of a service of that family stay together. */
export function decodeGranularity(
  place: Word | undefined,
  family: Family | undefined,
  report: Reporter,
): Granularity | undefined {
  return place && parseGranularity(place, family ?? granularityFamily(place), report);
}

/** The persistence of a service; one without a port cannot do without. */
export function decodePersistence(
  own: Pick<Values<typeof virtualServer>, "persistenceTimeout" | "persistenceEngine">,
  granularity: Granularity | undefined,
  owner: PersistenceOwner,
  report: Reporter,
): Persistence | undefined {
  const { persistenceEngine: engine } = own;
  if (engine !== undefined && engine.text !== "sip") {
    const message = `persistence engine ${shorten(engine.text)} is not known`;
    report.warning("invalid-value", engine, message, { cure: "there is sip", effect: "none" });
  }
  const timeout = own.persistenceTimeout ?? (lacksPort(owner) ? portlessTimeout(owner, report) : undefined);
  return timeout === undefined ? undefined : { timeout, granularity, engine: engine?.text };
}

function portlessTimeout({ name, label }: PersistenceOwner, report: Reporter): Persistence["timeout"] {
  const message = `Virtual server ${label}: zero port only valid for persistent services - setting`;
  report.warning("adjusted", name.place, message, { cure: "write the port, or persistence_timeout 360" });
  return usualPersistence;
}

/** Whether some address comes without a port. */
function lacksPort({ name, group }: PersistenceOwner): boolean {
  if (name.kind === "address") return name.endpoint.port === 0;
  return group?.entries.some((entry) => entry.kind === "addresses" && entry.port === 0) ?? false;
}
