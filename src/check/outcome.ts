import type { Duration } from "../base/time.ts";

/** How one run of a check has ended. */
export type CheckOutcome = {
  /** From start to end. */
  readonly duration: Duration;
} & (
  | {
      readonly kind: "success";
      /** The weight that a MISC_CHECK with `misc_dynamic` asks for, 0 to 253. */
      readonly weight?: number | undefined;
    }
  | { readonly kind: "failure"; readonly reason: CheckFailure }
);

/** Why a check has failed: enough for the log, the mail and the operator. */
export type CheckFailure =
  /** The connection was refused, or could not be made: ECONNREFUSED, EHOSTUNREACH ... */
  | { readonly kind: "connect"; readonly code: string }
  /** Nothing, or not enough, came in time. */
  | { readonly kind: "timeout"; readonly stage: CheckStage }
  /** The other side ended the connection too early, or with an error (ECONNRESET). */
  | { readonly kind: "closed"; readonly stage: CheckStage; readonly code: string | undefined }
  /** The handshake failed, or the certificate was not believed; in the words of the TLS library. */
  | { readonly kind: "tls"; readonly message: string }
  /** What came is not the protocol; `message` says what was expected and what came. */
  | { readonly kind: "protocol"; readonly stage: CheckStage; readonly message: string }
  /** More came than a check takes in; in bytes. */
  | { readonly kind: "too-long"; readonly limit: number }
  | { readonly kind: "status"; readonly path: string; readonly status: number }
  /** Both in hexadecimal digits. */
  | { readonly kind: "digest"; readonly path: string; readonly expected: string; readonly found: string }
  | { readonly kind: "pattern"; readonly path: string; readonly expression: string; readonly inverted: boolean }
  /** An SMTP server answered with another code than `expected`. */
  | { readonly kind: "smtp"; readonly command: string; readonly expected: number; readonly reply: string }
  /** A name server answered with an error: its RCODE by name, such as "SERVFAIL" (RFC 1035 §4.1.1). */
  | { readonly kind: "dns"; readonly code: string }
  /** A reply of a UDP_CHECK is not what is asked for. */
  | { readonly kind: "reply"; readonly message: string }
  | { readonly kind: "exited"; readonly status: number; readonly output: string }
  | { readonly kind: "signalled"; readonly signal: number; readonly output: string }
  /** A script ran longer than it may, and was ended with everything it started. */
  | { readonly kind: "script-timeout"; readonly output: string }
  /** The check could not be made at all; `message` says what to do. */
  | { readonly kind: "impossible"; readonly message: string };

export type CheckStage = "connect" | "handshake" | "banner" | "response" | "body" | "reply";
