import assert from "node:assert/strict";
import { test } from "node:test";

import { Findings, Reporter } from "../reporter.ts";
import type { ReadingEnvironment } from "./environment.ts";
import { readTokens } from "./reader.ts";
import { recordReading, replayed } from "./recording.ts";
import type { Tokens } from "../tokens.ts";

const source = {
  path: "a.conf",
  text: "include d/*.conf\ninclude {b,missing}\n@node1 x ${_ENV HOME} ${_ENV NOTHING} ${_RANDOM} ${_PWD} ${_INSTANCE}",
};
const texts = new Map([
  ["d/1.conf", "one"],
  ["d/2.conf", "two"],
  ["b", "include b2"],
  ["b2", "three"],
]);

/** An environment that writes down what it is asked. */
function surroundings(asked: string[]): ReadingEnvironment {
  return {
    files: {
      read(path) {
        asked.push(path);
        const text = texts.get(path);
        return text === undefined ? { kind: "missing" } : { kind: "text", text };
      },
      list(directory) {
        asked.push(directory);
        return ["2.conf", "1.conf", "other"];
      },
    },
    variable(name) {
      asked.push(name);
      return name === "HOME" ? "/root" : undefined;
    },
  };
}

const fixed = { configId: "node1", workingDirectory: "/etc", randomSeed: 42, strictIncludes: false };

function words(tokens: Tokens): string {
  return [...tokens].flatMap((token) => (token.kind === "word" ? [token.text] : [])).join(" ");
}

void test("another process that reads the recording sees the same, without the world", () => {
  const asked: string[] = [];
  const recording = recordReading(source, { ...surroundings(asked), ...fixed });
  assert.deepEqual(asked, ["d/", "d/1.conf", "d/2.conf", "b", "missing", "b2", "HOME", "NOTHING"]);

  const live = readTokens(source, { ...surroundings([]), ...fixed }, new Reporter(new Findings()));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what JSON makes of it is what is tested
  const received = JSON.parse(JSON.stringify(recording)) as typeof recording;
  const there = readTokens(source, replayed(received), new Reporter(new Findings()));
  assert.equal(words(there), words(live));
  assert.match(words(there), /^one two three x \/root \$ _ENV NOTHING \d+ \/etc node1$/u);
});

void test("a text that asks for nothing is not read twice", () => {
  const asked: string[] = [];
  const recording = recordReading({ path: "a", text: "@node1 x" }, { ...surroundings(asked), ...fixed });
  assert.deepEqual([asked, recording.files, recording.lists, recording.variables], [[], [], [], []]);
});

void test("what was not recorded is not there", () => {
  const recording = recordReading({ path: "a", text: "" }, { ...surroundings([]), ...fixed });
  const { files, variable } = replayed(recording);
  assert.deepEqual([files?.read("b"), files?.list("d/"), variable?.("HOME")], [{ kind: "missing" }, [], undefined]);
});
