import type { Command, Question, Refusal, Request } from "./control-protocol.ts";

/** A line of a client as a request, or why it is none; `id` is that of the request where it has one, else 0. */
export type ReadRequest = { readonly request: Request } | { readonly id: number; readonly refusal: Refusal };

/** Who tells the daemon to do something, or why: characters. */
const textLimit = 1_000;

/** Reads one line, without its newline. */
export function readRequest(line: string): ReadRequest {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return refuse(0, "malformed", 'this is not JSON: one request a line, such as {"id":1,"method":"status"}');
  }
  if (!isFields(value)) return refuse(0, "malformed", 'a request is an object, such as {"id":1,"method":"status"}');
  const { id, method, ...rest } = value;
  if (!isWhole(id)) return refuse(0, "malformed", `id is ${show(id)}: it has to be a whole number from 0 on`);
  const read = readers.get(method);
  if (read === undefined) {
    return refuse(
      id,
      "unknown-method",
      `no method ${show(method)}: there are ${Array.from(readers.keys()).join(", ")}`,
    );
  }
  const fields = new Fields(String(method), rest);
  const question = read(fields);
  const problem = fields.problem;
  return problem === undefined ? { request: { id, ...question } } : refuse(id, "malformed", problem);
}

const readers: ReadonlyMap<unknown, (fields: Fields) => Question> = new Map([
  ["status", (): Question => ({ method: "status" })],
  [
    "events",
    (fields: Fields): Question => ({
      method: "events",
      after: fields.whole("after"),
      since: fields.whole("since"),
      limit: fields.whole("limit"),
      follow: fields.flag("follow"),
    }),
  ],
  ["command", (fields: Fields): Question => ({ method: "command", user: fields.text("user"), ...readCommand(fields) })],
]);

function readCommand(fields: Fields): Command {
  const command = fields.text("command");
  switch (command) {
    case "maintenance":
      return {
        command,
        on: fields.needed("on", fields.flag("on")) ?? false,
        target: fields.optionalText("target"),
        during: fields.whole("during"),
        reason: fields.optionalText("reason") ?? "",
        force: fields.flag("force") ?? false,
      };
    case "drain":
    case "undrain":
      return { command, service: fields.text("service"), server: fields.text("server") };
    case "weight":
      return {
        command,
        service: fields.text("service"),
        server: fields.text("server"),
        weight: fields.whole("weight", 65_535),
      };
    case "test-script":
      return { command, script: fields.text("script") };
    case "reload":
      return { command, plan: fields.flag("plan") ?? false };
    default:
      fields.complain(
        `no command ${show(command)}: there are maintenance, drain, undrain, weight, reload, test-script`,
      );
      return { command: "reload", plan: true };
  }
}

/** The fields of a request, as they are asked for. The first thing that is wrong is the one that is told. */
class Fields {
  readonly #method: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #known = new Set<string>();
  #complaint: string | undefined;

  constructor(method: string, values: Readonly<Record<string, unknown>>) {
    this.#method = method;
    this.#values = values;
  }

  /** What is wrong; asked for when all fields have been. */
  get problem(): string | undefined {
    if (this.#complaint !== undefined) return this.#complaint;
    const unknown = Object.keys(this.#values).find((name) => !this.#known.has(name));
    return unknown === undefined ? undefined : `${this.#method} has no field ${show(unknown)} here`;
  }

  complain(problem: string): void {
    this.#complaint ??= problem;
  }

  needed<T>(name: string, value: T | undefined): T | undefined {
    if (value === undefined) this.complain(`${this.#method} needs ${name}`);
    return value;
  }

  whole(name: string, most: number = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = this.#take(name);
    if (value === undefined || (isWhole(value) && value <= most)) return value;
    this.complain(`${name} is ${show(value)}: it has to be a whole number from 0 to ${most}`);
    return undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.#take(name);
    if (value === undefined || typeof value === "boolean") return value;
    this.complain(`${name} is ${show(value)}: it has to be true or false`);
    return undefined;
  }

  text(name: string): string {
    return this.needed(name, this.optionalText(name)) ?? "";
  }

  /** In one line: it gets into the log. */
  optionalText(name: string): string | undefined {
    const value = this.#take(name);
    if (value === undefined) return undefined;
    if (typeof value === "string" && value.length <= textLimit && !/\p{Cc}/u.test(value)) return value;
    this.complain(`${name} is ${show(value)}: it has to be one line of text of at most ${textLimit} characters`);
    return undefined;
  }

  /** `null` is what some languages write for nothing. */
  #take(name: string): unknown {
    this.#known.add(name);
    return this.#values[name] ?? undefined;
  }
}

function refuse(id: number, code: Refusal["code"], message: string): ReadRequest {
  return { id, refusal: { code, message } };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Shortened: a complaint is not to be longer than what it is about. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
