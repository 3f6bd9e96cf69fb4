import { type Decoded, decoded, failed } from "../../base/decoded.ts";
import { instant } from "../../base/time.ts";
import type { InstanceConfig } from "../config.ts";
import type { Input } from "../inputs.ts";
import { type Recorded, recordingVersion, type SegmentHead, type Standings, type Transition } from "./record.ts";
import { decodeValue } from "./values.ts";

/** Why a line is not understood. */
export type RecordError =
  | { readonly kind: "malformed" }
  /** Another program has written it. */
  | { readonly kind: "version"; readonly version: unknown }
  /** What it repeats is not there. */
  | { readonly kind: "unknown-packet" };

type Fields = Readonly<Record<string, unknown>>;

/** Reads what `RecordEncoder` has written, one line after the other. */
export class RecordDecoder {
  readonly #packets = new Map<unknown, Input>();
  /** Of the configuration that is to come. */
  #instances: InstanceConfig[] = [];

  /** Undefined: it belongs to what comes. That the values are what they were is what the sum of the line stands for. */
  take(text: string): Decoded<Recorded | undefined, RecordError> {
    try {
      const fields: unknown = JSON.parse(text);
      if (typeof fields !== "object" || fields === null) return failed({ kind: "malformed" });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object of JSON has strings for keys
      return this.#read(fields as Fields);
    } catch {
      return failed({ kind: "malformed" });
    }
  }

  #read(fields: Fields): Decoded<Recorded | undefined, RecordError> {
    if ("segment" in fields) return this.#begin(fields["segment"]);
    const at = instant(Number(fields["at"]));
    if ("again" in fields) {
      const input = this.#packets.get(fields["again"]);
      return input === undefined ? failed({ kind: "unknown-packet" }) : decoded({ kind: "input", at, input });
    }
    if ("input" in fields) {
      const input = this.#input(trusted("input", fields["input"]));
      if (fields["as"] !== undefined) this.#packets.set(fields["as"], input);
      return decoded({ kind: "input", at, input });
    }
    if ("known" in fields) return decoded({ kind: "known", at, input: this.#input(trusted("input", fields["known"])) });
    if ("transition" in fields) {
      return decoded({ kind: "transition", at, event: trusted("transition", fields["transition"]) });
    }
    if ("standings" in fields) {
      return decoded({ kind: "standings", at, ...trusted("standings", fields["standings"]) });
    }
    if (!("instances" in fields)) return failed({ kind: "malformed" });
    this.#instances.push(...trusted("instances", fields["instances"]));
    return decoded(undefined);
  }

  #begin(value: unknown): Decoded<Recorded, RecordError> {
    this.#packets.clear();
    this.#instances = [];
    const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
    if (version !== recordingVersion) return failed({ kind: "version", version });
    return decoded({ kind: "segment", head: trusted("segment", value) });
  }

  /** A configuration gets its instances, which came before it. */
  #input(input: Input): Input {
    if (input.kind !== "configure") return input;
    const instances = this.#instances;
    this.#instances = [];
    return { ...input, config: { ...input.config, instances } };
  }
}

/** What the fields of a line hold. */
type Values = {
  readonly segment: SegmentHead;
  readonly input: Input;
  readonly transition: Transition;
  readonly standings: Standings & { readonly lost: number };
  readonly instances: readonly InstanceConfig[];
};

function trusted<Kind extends keyof Values>(_: Kind, value: unknown): Values[Kind] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by RecordEncoder of the same version
  return decodeValue(value) as Values[Kind];
}
