import type { BfdCheck } from "../../../check/config.ts";
import type { Keyword } from "../../schema/keyword.ts";
import { checkers } from "../../schema/lvs/real-server.ts";
import type { Statement } from "../../tree.ts";
import type { DecodeContext } from "../context.ts";
import type { ScopeReader } from "../scope-reader.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import type { CheckerDraft } from "./checker-draft.ts";
import { readHttpCheck, readSslCheck } from "./http-check.ts";
import { decodeMiscCheck } from "./misc-check.ts";
import { readDnsCheck, readPingCheck, readSmtpCheck, readTcpCheck, readUdpCheck } from "./network-checks.ts";
import { decodeBfdCheck, decodeFileCheck } from "./reference-checks.ts";
import type { CheckReferences } from "./references.ts";

type Surroundings = {
  readonly references: CheckReferences;
  /** The BFD sessions of the checkers of this server so far. */
  readonly sessions: Set<string>;
  readonly context: DecodeContext;
};

type Reading = (statement: Statement, surroundings: Surroundings) => CheckerDraft;

const readings: readonly { readonly keyword: Keyword<Statement>; readonly read: Reading }[] = [
  { keyword: checkers.tcp, read: (statement, { context }) => readTcpCheck(statement, context.report) },
  { keyword: checkers.http, read: (statement, { context }) => readHttpCheck(statement, context.report) },
  { keyword: checkers.ssl, read: (statement, { context }) => readSslCheck(statement, context.report) },
  { keyword: checkers.smtp, read: (statement, { context }) => readSmtpCheck(statement, context.report) },
  { keyword: checkers.dns, read: (statement, { context }) => readDnsCheck(statement, context.report) },
  {
    keyword: checkers.misc,
    read: (statement, { context }) => placed((defaults) => decodeMiscCheck(statement, defaults, context)),
  },
  { keyword: checkers.ping, read: (statement, { context }) => readPingCheck(statement, context.report) },
  { keyword: checkers.udp, read: (statement, { context }) => readUdpCheck(statement, context.report) },
  {
    keyword: checkers.file,
    read: (statement, { references, context }) => placed(() => decodeFileCheck(statement, references, context.report)),
  },
  {
    keyword: checkers.bfd,
    read: (statement, surroundings) => placed((defaults) => decodeNewBfdCheck(statement, defaults, surroundings)),
  },
];

const kinds: ReadonlySet<string> = new Set(readings.map(({ keyword }) => keyword.name));

/** What has a meaning only where it stands. */
function placed(arrange: CheckerDraft["arrange"]): CheckerDraft {
  return { isPlain: false, arrange };
}

function decodeNewBfdCheck(
  statement: Statement,
  defaults: CheckDefaults,
  { references, sessions, context: { report } }: Surroundings,
): BfdCheck | undefined {
  const check = decodeBfdCheck(statement, defaults, references, report);
  if (check === undefined) return undefined;
  const { session } = check;
  if (sessions.has(session)) {
    report.error("duplicate", statement.keyword, `BFD_CHECK - RS already monitoring ${session}`);
    return undefined;
  }
  sessions.add(session);
  return check;
}

/** What the checkers of a real server say: by kind, and then in the order of the text. */
export function readCheckers(
  scope: ScopeReader,
  references: CheckReferences,
  context: DecodeContext,
): readonly CheckerDraft[] {
  const given = scope.keywords.filter((name) => kinds.has(name));
  if (given.length === 0) return [];
  const surroundings: Surroundings = { references, sessions: new Set(), context };
  return readings
    .filter(({ keyword }) => given.includes(keyword.name))
    .flatMap(({ keyword, read }) => scope.values(keyword).map((statement) => read(statement, surroundings)));
}
