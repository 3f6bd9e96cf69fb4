import type { BfdCheck, CheckerConfig } from "../../../check/config.ts";
import type { Reporter } from "../../reporter.ts";
import type { Keyword } from "../../schema/keyword.ts";
import { checkers } from "../../schema/lvs/real-server.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import type { ScopeReader } from "../scope-reader.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import { decodeHttpCheck, decodeSslCheck } from "./http-check.ts";
import { decodeMiscCheck } from "./misc-check.ts";
import { decodeDnsCheck, decodePingCheck, decodeSmtpCheck, decodeTcpCheck, decodeUdpCheck } from "./network-checks.ts";
import { decodeBfdCheck, decodeFileCheck } from "./reference-checks.ts";
import type { CheckReferences } from "./references.ts";

type Surroundings = {
  readonly defaults: CheckDefaults;
  readonly references: CheckReferences;
  readonly context: DecodeContext;
};

type Decoder = (statement: Statement, surroundings: Surroundings) => CheckerConfig | undefined;

const decoders: readonly { readonly keyword: Keyword<Statement>; readonly decode: Decoder }[] = [
  {
    keyword: checkers.tcp,
    decode: (statement, { defaults, context }) => decodeTcpCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.http,
    decode: (statement, { defaults, context }) => decodeHttpCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.ssl,
    decode: (statement, { defaults, context }) => decodeSslCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.smtp,
    decode: (statement, { defaults, context }) => decodeSmtpCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.dns,
    decode: (statement, { defaults, context }) => decodeDnsCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.misc,
    decode: (statement, { defaults, context }) => decodeMiscCheck(statement, defaults, context),
  },
  {
    keyword: checkers.ping,
    decode: (statement, { defaults, context }) => decodePingCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.udp,
    decode: (statement, { defaults, context }) => decodeUdpCheck(statement, defaults, context.report),
  },
  {
    keyword: checkers.file,
    decode: (statement, { references, context }) => decodeFileCheck(statement, references, context.report),
  },
  {
    keyword: checkers.bfd,
    decode: (statement, { defaults, references, context }) =>
      decodeBfdCheck(statement, defaults, references, context.report),
  },
];

const kinds: ReadonlySet<string> = new Set(decoders.map(({ keyword }) => keyword.name));

/** Every checker of a real server that can be used: by kind, and then in the order of the text. */
export function decodeCheckers(scope: ScopeReader, surroundings: Surroundings): readonly CheckerConfig[] {
  const given = scope.keywords.filter((name) => kinds.has(name));
  if (given.length === 0) return [];
  const found: CheckerConfig[] = [];
  for (const { keyword, decode } of decoders) {
    if (!given.includes(keyword.name)) continue;
    for (const statement of scope.values(keyword)) {
      const checker = decode(statement, surroundings);
      if (checker === undefined) continue;
      if (checker.kind === "bfd" && isRepeated(checker, found, statement, surroundings.context.report)) continue;
      found.push(checker);
    }
  }
  // An array that has grown keeps room for more, and there may be tens of thousands.
  return found.slice();
}

function isRepeated(
  { session }: BfdCheck,
  others: readonly CheckerConfig[],
  { keyword }: Statement,
  report: Reporter,
): boolean {
  if (!others.some((other) => other.kind === "bfd" && other.session === session)) return false;
  report.error("duplicate", keyword, `BFD_CHECK - RS already monitoring ${session}`);
  return true;
}
