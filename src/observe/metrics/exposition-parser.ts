/** A sample of an exposition: its name, its labels as they were written, its value. */
export type ParsedSample = {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
};

export type ParsedFamily = {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly ParsedSample[];
};

/**
 * Reads the text format of Prometheus, version 0.0.4, more strictly than scrapers do: every family has a help and a
 * type before its samples, which stand together, with labels that are declared once, and no sample twice. Throws an
 * Error that names the line. For tests.
 */
export function parseExposition(text: string): readonly ParsedFamily[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const families = new Map<string, Open>();
  let current: Open | undefined;
  for (const [index, line] of text.split("\n").slice(0, -1).entries()) {
    const wrong = (what: string): Error => new Error(`line ${index + 1}: ${what}: ${line}`);
    if (line === "") continue;
    const [, keyword, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/u.exec(line) ?? [];
    if (keyword === "HELP") {
      if (families.has(name) || !namePattern.test(name)) throw wrong("a name that is there, or is none");
      current = { name, type: "", help: rest, samples: [], keys: new Set() };
      families.set(name, current);
    } else if (keyword === "TYPE") {
      if (current?.name !== name || current.samples.length > 0) throw wrong("a type in a wrong place");
      if (!types.has(rest)) throw wrong("no such type");
      current.type = rest;
    } else {
      if (current === undefined || current.type === "") throw wrong("a sample without a family");
      const sample = parseSample(line);
      if (sample === undefined) throw wrong("no sample");
      if (!belongs(sample.name, current)) throw wrong(`not of ${current.name}`);
      const key = JSON.stringify([sample.name, [...sample.labels].map(String).toSorted()]);
      if (current.keys.has(key)) throw wrong("a sample that is there");
      current.keys.add(key);
      current.samples.push(sample);
    }
  }
  for (const family of families.values()) if (family.type === "histogram") checkHistogram(family);
  return [...families.values()];
}

type Open = { name: string; type: string; help: string; samples: ParsedSample[]; readonly keys: Set<string> };

const types: ReadonlySet<string> = new Set(["gauge", "counter", "histogram"]);
const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/u;
const samplePattern = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/u;
/** Escaped are backslashes, quotes and line ends. */
const labelPattern = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/uy;

function parseSample(line: string): ParsedSample | undefined {
  const [, name, written = "", number = ""] = samplePattern.exec(line) ?? [];
  if (name === undefined) return undefined;
  const labels = new Map<string, string>();
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < written.length) {
    const [, label, value = ""] = labelPattern.exec(written) ?? [];
    if (label === undefined || labels.has(label)) return undefined;
    labels.set(
      label,
      value.replaceAll(/\\[\\"n]/gu, (escape) => (escape === "\\n" ? "\n" : escape.slice(1))),
    );
  }
  const value = number === "+Inf" ? Infinity : Number(number);
  return Number.isNaN(value) ? undefined : { name, labels, value };
}

function belongs(name: string, { name: family, type }: Open): boolean {
  if (type !== "histogram") return name === family;
  return name === `${family}_bucket` || name === `${family}_sum` || name === `${family}_count`;
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0));
}

/** Its buckets ascend in bound and count, and the last has everything. */
function checkHistogram({ name, samples }: Open): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => {
    const bound = labels.get("le");
    return bound === "+Inf" ? Infinity : Number(bound);
  });
  const count = samples.find((sample) => sample.name === `${name}_count`)?.value;
  const sum = samples.find((sample) => sample.name === `${name}_sum`)?.value;
  const isWell =
    ascends(bounds) &&
    new Set(bounds).size === bounds.length &&
    ascends(buckets.map(({ value }) => value)) &&
    bounds.at(-1) === Infinity &&
    buckets.at(-1)?.value === count &&
    sum !== undefined;
  if (!isWell) throw new Error(`the histogram ${name} does not add up`);
}
