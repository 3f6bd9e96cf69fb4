import type { IpAddress } from "../../base/ip-address.ts";
import type { CheckerConfig, TlsClientConfig } from "../../check/config.ts";
import type { CheckOutcome } from "../../check/outcome.ts";

/** One run of a check, as the engine asks for it. */
export type ProbeRequest = {
  readonly config: CheckerConfig;
  /** Where it goes unless `connection` says otherwise. */
  readonly address: IpAddress;
  readonly port: number;
  /** Which of its URLs an HTTP check asks for; 0 for all others. */
  readonly step: number;
};

/** A run that is under way. */
export interface ProbeRun {
  /** Ends it: `done` is not called any more, and everything it holds is released. May be called twice. */
  cancel(): void;
}

export interface Probes {
  /** `done` is called exactly once, never from inside this call. */
  run(request: ProbeRequest, done: (outcome: CheckOutcome) => void): ProbeRun;
  /** The SSL block from now on: its files are read anew. */
  useTls(tls: TlsClientConfig | undefined): void;
  /** Cancels what is under way. */
  close(): void;
}
