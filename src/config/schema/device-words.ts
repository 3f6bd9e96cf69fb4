import type { Word } from "../lexer.ts";
import type { Reporter } from "../reporter.ts";
import { isInterfaceName } from "./interface-name.ts";
import { parseNumber, unsignedMaximum, wholeNumber } from "./numbers.ts";
import { quoteWord, shorten } from "./words.ts";

/** What `use_vmac` and `use_ipvlan` have in common: `[[name] IF] [group G]`. */
type Device = { readonly interface: string | undefined; readonly group: number | undefined };

/** Words that mean something else than a name where they stand unadorned. */
const keywords: ReadonlySet<string> = new Set(["name", "group", "netlink_notify_msg", "bridge", "private", "vepa"]);

/** Takes the name of a new interface and its group from the words of a line, whatever their order. */
export class DeviceWords {
  name: string | undefined;
  group: number | undefined;
  readonly #kind: "VMAC" | "IPVLAN";
  readonly #report: Reporter;

  constructor(kind: "VMAC" | "IPVLAN", report: Reporter) {
    this.#kind = kind;
    this.#report = report;
  }

  /** Reads a word and, for `name` and `group`, the one behind it, which is the last of `waiting`. */
  take(word: Word, waiting: Word[]): void {
    const next = waiting.at(-1);
    if (word.text === "group" && next !== undefined) {
      waiting.pop();
      const range = { minimum: 0, maximum: unsignedMaximum };
      this.group = parseNumber(next, wholeNumber, range, `${this.#kind} group`, this.#report) ?? this.group;
    } else if (word.text === "name" && next !== undefined && isInterfaceName(next)) {
      waiting.pop();
      this.#setName(next);
    } else this.#setName(word);
  }

  #setName(word: Word): void {
    const kind = this.#kind;
    if (this.name !== undefined) {
      const message = `${kind} interface name already specified - ignoring '${shorten(word.text)}'`;
      this.#report.error("repeated", word, message, { cure: "the first one counts" });
    } else if (isInterfaceName(word)) this.name = word.text;
    else {
      const message = `${kind} interface name '${shorten(word.text)}' too long or invalid characters - ignoring`;
      this.#report.error("invalid-value", word, message);
    }
  }
}

/** The words that a device is read from, with `others` between its name and its group. */
export function printDeviceWords(device: Device, others: readonly (string | undefined)[]): string {
  const { interface: name, group } = device;
  const isPlain = name === undefined || !(keywords.has(name) || /^[\d.]+$/u.test(name));
  const words = [
    name === undefined ? undefined : (isPlain ? "" : "name ") + quoteWord(name),
    ...others,
    group === undefined ? undefined : `group ${group}`,
  ];
  return words.filter((word) => word !== undefined).join(" ");
}
