import { unreachable } from "../../src/base/assert.ts";
import { printTableKey, type TableChange, type TableKey, type TableServer } from "../../src/base/lvs-table.ts";
import type { CheckerConfig } from "../../src/check/config.ts";
import type { CheckFailure } from "../../src/check/outcome.ts";
import type { VirtualServer } from "../../src/lvs/config.ts";
import type { LvsEffect } from "../../src/lvs/effects.ts";
import type { LvsEvent } from "../../src/lvs/events.ts";
import type { Endpoint } from "../../src/lvs/server-key.ts";

/** The effects on lines, as the scenario files show them. */
export function printEffect(effect: LvsEffect): readonly string[] {
  switch (effect.kind) {
    case "check": {
      const { checker, config, address, port, step } = effect;
      const target =
        "connection" in config
          ? { address: config.connection.address ?? address, port: config.connection.port ?? port }
          : { address, port };
      return [`check ${checker}: ${printChecker(config, step)} of ${printPlace(target)}`];
    }
    case "cancel":
      return [`cancel ${effect.checker}`];
    case "table":
      return effect.changes.map(printChange);
    case "sync-daemon":
      return [
        `sync daemon ${effect.daemon === undefined ? "off" : `${effect.daemon.role} on ${effect.daemon.interface}`}`,
      ];
    case "event":
      return [printEvent(effect.event)];
    default:
      return unreachable(effect);
  }
}

function printChange(change: TableChange): string {
  const key = printKey(change.key);
  switch (change.kind) {
    case "add-service":
      return `+ ${key} ${change.settings.scheduler}`;
    case "edit-service":
      return `~ ${key} ${change.settings.scheduler}`;
    case "remove-service":
      return `- ${key}`;
    case "add-server":
      return `+ ${key} -> ${printServer(change.server)}`;
    case "edit-server":
      return `~ ${key} -> ${printServer(change.server)}`;
    case "remove-server":
      return `- ${key} -> ${printPlace(change.server)}`;
    default:
      return unreachable(change);
  }
}

function printKey(key: TableKey): string {
  return key.kind === "mark" ? printTableKey(key) : `${key.protocol} ${printPlace(key)}`;
}

export function printServer(server: TableServer): string {
  const { upperThreshold, lowerThreshold } = server;
  const thresholds = upperThreshold + lowerThreshold === 0 ? "" : ` ${lowerThreshold}..${upperThreshold}`;
  return `${printPlace(server)} ${server.forwarding.method} weight ${server.weight}${thresholds}`;
}

function printPlace({ address, port }: Endpoint): string {
  return address.family === "ipv6" ? `[${address.toString()}]:${port}` : `${address.toString()}:${port}`;
}

function printService({ service }: VirtualServer): string {
  switch (service.kind) {
    case "address":
      return printPlace(service);
    case "mark":
      return `mark ${service.mark}`;
    case "group":
      return service.group;
    default:
      return unreachable(service);
  }
}

function printChecker(config: CheckerConfig, step?: number): string {
  switch (config.kind) {
    case "http":
      return step === undefined ? "http" : `http ${config.urls[step]?.path ?? "?"}`;
    case "misc":
      return config.script.command.words.join(" ");
    case "file":
      return `file ${config.file}`;
    case "tcp":
    case "ping":
    case "smtp":
    case "dns":
    case "udp":
    case "bfd":
      return config.kind;
    default:
      return unreachable(config);
  }
}

function printReason(reason: CheckFailure): string {
  if (reason.kind === "connect") return reason.code;
  return reason.kind === "exited" ? `status ${reason.status}` : reason.kind;
}

/** "web 10.0.0.1:80 ...": what it is about first. */
function printEvent(event: LvsEvent): string {
  const about = "virtualServer" in event ? printService(event.virtualServer) : "table";
  return `${about} ${"server" in event ? `${printPlace(event.server)} ` : ""}${printNews(event)}`;
}

function printNews(event: LvsEvent): string {
  switch (event.kind) {
    case "checker-started":
      return `${printChecker(event.checker)} begins`;
    case "check-failed": {
      const left = event.remaining === 0 ? "" : `, ${event.remaining} left`;
      return `${printChecker(event.checker)} failed (${printReason(event.reason)}${left}${event.wasUp ? "" : ", was down"})`;
    }
    case "checker-state": {
      const reason = event.reason === undefined ? "" : ` (${printReason(event.reason)}, ${event.retries} retries)`;
      return `${printChecker(event.checker)} ${event.state}${reason}${event.isFirst === true ? ", first" : ""}`;
    }
    case "server-state": {
      const because = event.because === undefined ? "" : ` by ${printChecker(event.because.checker)}`;
      return `is ${event.state} (${event.cause}${because}${event.isFirst ? ", first" : ""})`;
    }
    case "server-added":
    case "server-removed":
    case "server-enabled":
    case "server-disabled":
      return `${event.kind.slice("server-".length)}${event.cause === undefined ? "" : ` (${event.cause})`}`;
    case "weight-changed":
      return `weight ${event.from} -> ${event.to}${event.active ? "" : " (inactive)"}`;
    case "quorum":
      return `quorum ${event.state} (${event.cause}): live ${event.live}, quorum ${event.quorum}, hysteresis ${event.hysteresis}`;
    case "sorry-server-added":
      return `sorry server ${printPlace(event.sorryServer)} added`;
    case "sorry-server-removed":
      return `sorry server ${printPlace(event.sorryServer)} removed`;
    case "suspended":
    case "resumed":
      return event.kind;
    case "service-added":
      return "service added";
    case "service-removed":
      return "service removed";
    case "table-repaired":
      return `repaired by ${event.changes} changes`;
    default:
      return unreachable(event);
  }
}
