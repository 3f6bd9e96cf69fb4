import type { IpAddress } from "../../base/ip-address.ts";
import type { MacAddress } from "../../base/mac-address.ts";
import type { Instant } from "../../base/time.ts";

/** What the files tell beside the engine's status: the daemon knows it. */
export type DumpFacts = {
  readonly calendar: Calendar;
  /** Lines of the global definitions, each without its indentation. */
  readonly globals: readonly string[];
  /** For instances that do not say otherwise. */
  readonly defaults: ConductDefaults;
  readonly instance: (name: string) => NotificationFacts;
  readonly group: (name: string) => NotificationFacts;
  /** Undefined: the configuration does not have the script. */
  readonly script: (name: string) => ScriptFacts | undefined;
  readonly interfaces: readonly InterfaceFacts[];
};

export type ConductDefaults = {
  readonly strict: boolean;
  readonly skipCheckAdvertAddresses: boolean;
  readonly higherPrioritySendAdvert: boolean;
  readonly checkUnicastSource: boolean;
};

/** A point in time of the engine's on the clock of the wall. */
export type Calendar = (at: Instant) => WallTime;

export type WallTime = {
  /** "1795247733.761321", since 1970. */
  readonly seconds: string;
  /** "Sat Nov 21 07:55:33.761321 2026", local. */
  readonly words: string;
};

/** The scripts for the states and other occasions, by the words of the reference's JSON. */
const notifyOccasions = ["backup", "master", "fault", "stop", "any", "lower-priority"] as const;
export type NotifyOccasion = (typeof notifyOccasions)[number];

export type NotificationFacts = {
  readonly mail: boolean;
  /** A removal is told as DELETED rather than FAULT. */
  readonly deleted: boolean;
  readonly priorityChanges: boolean;
  readonly scripts: ReadonlyMap<NotifyOccasion, ScriptFacts>;
};

export type ScriptFacts = {
  /** "'/usr/bin/true' 'a b'". */
  readonly command: string;
  /** "0:0", user and group. */
  readonly account: string;
  /** Others than root could change what it runs. */
  readonly insecure: boolean;
};

export type InterfaceFacts = {
  readonly name: string;
  readonly index: number;
  /** Undefined: it has none of 48 bits. */
  readonly mac: MacAddress | undefined;
  readonly mtu: number;
  readonly up: boolean;
  readonly running: boolean;
  readonly loopback: boolean;
  readonly multicast: boolean;
  readonly noArp: boolean;
  readonly addresses: readonly IpAddress[];
};
