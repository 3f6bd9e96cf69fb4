import type { Span } from "./source.ts";

/** `error`: something that was asked for is not done. `warning`: it is done in another way. `note`: good to know. */
export type Severity = "error" | "warning" | "note";

/** The kind of a finding: stable, for suppressing and for looking up. */
export type DiagnosticCode =
  // Characters and braces.
  | "null-character"
  | "long-line"
  | "unclosed-quote"
  | "missing-brace"
  | "unexpected-brace"
  | "extra-brace"
  | "unclosed-block"
  // Files, parameters and repetitions.
  | "include"
  | "repetition"
  | "limit"
  // Keywords and their words.
  | "unknown-keyword"
  | "unknown-block"
  | "not-implemented"
  | "deprecated"
  | "repeated"
  | "missing-parameter"
  | "extra-words"
  | "invalid-value"
  | "out-of-range"
  // What the words mean together.
  | "missing-setting"
  | "conflict"
  | "duplicate"
  | "not-found"
  | "unused"
  | "address-family"
  | "authentication"
  | "adjusted"
  | "script-security"
  | "balancer"
  // Mistakes that load without complaint.
  | "tutorial-vrid"
  | "duplicate-address"
  | "strict-mode"
  | "useless-weight"
  | "unsteady-script"
  | "script-program"
  | "script-account"
  | "script-unsafe"
  | "shell-syntax"
  | "mail"
  | "real-time-checkers"
  | "virtual-server"
  // Between nodes.
  | "only-on-one-node"
  | "vrid-differs"
  | "addresses-differ"
  | "version-differs"
  | "interval-differs"
  | "authentication-differs"
  | "transport-differs"
  | "checksum-differs"
  | "peers-differ"
  | "same-source"
  | "sync-group-differs"
  | "equal-priorities"
  | "several-masters"
  | "several-owners"
  | "preemption-differs"
  | "crossed-priorities"
  | "nobody-moves"
  | "nobody-left"
  | "too-many-findings";

/**
 * What a finding does to the exit status of a configuration test: nothing, 5, 4, 6 (script security, or a file that
 * must be there), or an end at once with 2 (a required word is missing).
 */
export type ConfigTestEffect =
  | "none"
  | "configuration"
  | "cannot-run"
  | "security"
  | "missing-file"
  | "missing-parameter";

export type Diagnostic = {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence without a full stop; never contains a secret. */
  readonly message: string;
  /** Undefined: the finding is about no particular place. */
  readonly span: Span | undefined;
  /** What to do about it. */
  readonly cure: string | undefined;
  readonly effect: ConfigTestEffect;
  /** The daemon cannot run with this. */
  readonly fatal: boolean;
  /** The text around the span is a secret: not to be shown. */
  readonly secret: boolean;
};
