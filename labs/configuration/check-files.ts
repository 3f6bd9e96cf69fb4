/**
 * Runs `keepalived -t` in this process for each of many files, which saves starting it for each. Its argument is a
 * file of JSON, [{ file, options, environment }], in whose folder the files are; for each it leaves FILE.holdfast with
 * the findings and FILE.holdfast-status.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { runKeepalived } from "../../src/cli/keepalived.ts";

type Question = {
  readonly file: string;
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

const list = process.argv[2] ?? "";
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the lab
const questions = JSON.parse(readFileSync(list, "utf8")) as readonly Question[];
process.chdir(dirname(list));
for (const question of questions) {
  const report = join(process.cwd(), `${question.file}.holdfast`);
  const status = await check(question, report);
  if (!existsSync(report)) writeFileSync(report, "");
  writeFileSync(`${report}-status`, String(status));
}

async function check({ file, options, environment }: Question, report: string): Promise<number> {
  const usual = { ...process.env };
  Object.assign(process.env, environment);
  try {
    const words = [`--config-test=${report}`, ...options, "-f", file];
    return await runKeepalived("keepalived", words, "command", [], (status) => status);
  } catch (error) {
    writeFileSync(report, error instanceof Error ? (error.stack ?? error.message) : String(error));
    return thrown;
  } finally {
    process.env = usual;
  }
}

/** The status that stands for an exception: no program ends with it by itself. */
const thrown = 255;
