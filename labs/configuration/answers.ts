import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { referenceDaemon } from "../../src/lab/index.ts";
import type { Outcome } from "./corpus/index.ts";
import { casesFolder, type PlacedCase, type World } from "./world.ts";

/** What a program said about a file. A status of 124 and more is none of its own: no end in time, or a signal. */
export type Answer = { readonly status: number; readonly messages: string };

/** By file. */
export type Answers = ReadonlyMap<string, Answer>;

/** Where Holdfast's answers come from: a program that checks all files in one process. */
const checker = fileURLToPath(new URL("check-files.ts", import.meta.url));

/** The seconds after which a program that is known for not ending is ended. */
const patience = 2;

export function outcomeOf({ status }: Answer): Outcome {
  if (status === 0) return "accepted";
  return status < 124 ? "rejected" : "fails";
}

/** C Keepalived's answers; two at a time. */
export async function askReference(world: World): Promise<Answers> {
  const halves = [0, 1].map((half) => world.cases.filter((_, index) => index % 2 === half));
  await Promise.all(
    halves.map(async (cases, half) => {
      const script = `ask-${half}.sh`;
      writeFileSync(join(outside(world), script), `cd ${casesFolder}\n${cases.map(questionLine).join("\n")}\nexit 0\n`);
      await world.node.run(["sh", join(casesFolder, script)]);
    }),
  );
  return readAnswers(world, "reference");
}

function questionLine({ file, expected, options = [], environment = {} }: PlacedCase): string {
  const limit = expected === "fails" ? ["timeout", String(patience)] : [];
  const variables = Object.entries(environment).map(([name, value]) => `${name}='${value}'`);
  const command = [...variables, ...limit, ...referenceDaemon, "-t", ...options, "-f", file].join(" ");
  return `${command} >/dev/null 2>${file}.reference; echo $? >${file}.reference-status`;
}

/** Holdfast's answers. */
export async function askHoldfast(world: World): Promise<Answers> {
  const questions = world.cases.map(({ file, options = [], environment = {} }) => ({ file, options, environment }));
  writeFileSync(join(outside(world), "questions.json"), JSON.stringify(questions));
  const program = [process.execPath, "--import", import.meta.resolve("tsx"), checker];
  await world.node.run([...program, join(casesFolder, "questions.json")]);
  return readAnswers(world, "holdfast");
}

function readAnswers(world: World, program: string): Answers {
  return new Map(
    world.cases.map(({ file }) => {
      const path = join(outside(world), `${file}.${program}`);
      const status = Number(readFileSync(`${path}-status`, "utf8"));
      return [file, { status, messages: readFileSync(path, "utf8") }];
    }),
  );
}

/** The folder of the cases as this process sees it. */
function outside({ node }: World): string {
  return join(node.files.path, "cases");
}
