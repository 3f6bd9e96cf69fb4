import type { BfdCheck, FileCheck } from "../../../check/config.ts";
import type { Word } from "../../lexer.ts";
import { writeMeantOr } from "../../nearest.ts";
import type { Reporter } from "../../reporter.ts";
import { bfdCheck, bfdCheckScope } from "../../schema/lvs/bfd-check.ts";
import { fileCheck, fileCheckScope } from "../../schema/lvs/file-check.ts";
import { shorten } from "../../schema/words.ts";
import { isBefore } from "../../source.ts";
import type { Span } from "../../source.ts";
import type { Statement } from "../../tree.ts";
import { ScopeReader } from "../scope-reader.ts";
import type { CheckDefaults } from "./check-defaults.ts";
import type { CheckReferences } from "./references.ts";

/** Reads a `BFD_CHECK` block; undefined, after a finding, without a session that stands above it. */
export function decodeBfdCheck(
  statement: Statement,
  defaults: CheckDefaults,
  { sessions }: CheckReferences,
  report: Reporter,
): BfdCheck | undefined {
  const scope = new ScopeReader(bfdCheckScope, statement.block?.statements ?? [], report);
  const { name, alpha } = scope.readAll(bfdCheck);
  if (name === undefined) {
    if (scope.has(bfdCheck.name)) return undefined;
    const message = "No name has been specified for BFD_CHECKER - skipping";
    report.error("missing-setting", statement.keyword, message, { cure: "write name NAME, of a bfd_instance" });
    return undefined;
  }
  if (!standsAbove(sessions, name)) {
    const cure = wayOut(sessions, name, "bfd_instance");
    report.error("not-found", name, `BFD_CHECK - BFD ${shorten(name.text)} not configured`, { cure });
    return undefined;
  }
  return { kind: "bfd", session: name.text, alpha: alpha ?? defaults.alpha };
}

/** Reads a `FILE_CHECK` block; undefined, after a finding, without a file that stands above it. */
export function decodeFileCheck(
  statement: Statement,
  { files }: CheckReferences,
  report: Reporter,
): FileCheck | undefined {
  const own = new ScopeReader(fileCheckScope, statement.block?.statements ?? [], report).readAll(fileCheck);
  const { file, weight } = own;
  if (file !== undefined && standsAbove(files, file)) return { kind: "file", file: file.text, weight };
  if (file !== undefined) {
    const cure = wayOut(files, file, "track_file");
    report.error("not-found", file, `track_file ${shorten(file.text)} not found`, { cure });
  } else {
    const message = "FILE_CHECK has no track_file specified - ignoring";
    report.error("missing-setting", statement.keyword, message, { cure: "write track_file NAME" });
  }
  return undefined;
}

function standsAbove(places: ReadonlyMap<string, Span>, name: Word): boolean {
  const place = places.get(name.text);
  return place !== undefined && isBefore(place, name);
}

function wayOut(places: ReadonlyMap<string, Span>, name: Word, block: string): string {
  const place = `${block} ${shorten(name.text)} { ... } above this block`;
  return places.has(name.text) ? `move ${place}` : writeMeantOr(name.text, places.keys(), `write ${place}`);
}
