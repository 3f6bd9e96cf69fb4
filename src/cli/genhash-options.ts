import { unreachable } from "../base/assert.ts";
import { IpAddress } from "../base/ip-address.ts";
import { type Duration, seconds } from "../base/time.ts";
import type { PageRequest } from "../daemon/fetch-page.ts";
import type { HttpForm } from "../wire/http/request.ts";
import type { KeepalivedOption } from "./keepalived-option-table.ts";
import { type CommandLinePart, readOptions } from "./option-reader.ts";

/** The options of genhash(1), in the order of its help. */
export const genhashOptions: readonly KeepalivedOption[] = [
  { name: "use-ssl", short: "S", value: "none", help: "Ask over TLS" },
  { name: "use-sni", short: "I", value: "none", help: "Name the virtual host in the TLS handshake (see -V)" },
  { name: "server", short: "s", value: "required", valueName: "ADDRESS", help: "Address of the server" },
  { name: "port", short: "p", value: "required", valueName: "PORT", help: "Port of the server" },
  { name: "url", short: "u", value: "required", valueName: "PATH", help: "Path of the page" },
  { name: "use-virtualhost", short: "V", value: "required", valueName: "HOST", help: "Ask for this virtual host" },
  {
    name: "protocol",
    short: "P",
    value: "required",
    valueName: "1.0|1.0c|1.1",
    help: "HTTP protocol (1.0); 1.0c is 1.0 with a Connection: close header",
  },
  { name: "fwmark", short: "m", value: "required", valueName: "MARK", help: "Firewall mark of the packets" },
  { name: "timeout", short: "t", value: "required", valueName: "SECONDS", help: "Time for each step (5)" },
  { name: "verbose", short: "v", value: "none", help: "Show what was received, and how long it took" },
  { name: "help", short: "h", value: "none", help: "Show this help" },
];

export type GenhashCommand =
  | { readonly kind: "help" }
  | { readonly kind: "mistake"; readonly messages: readonly string[] }
  | { readonly kind: "fetch"; readonly request: PageRequest };

type Draft = {
  help: boolean;
  address: IpAddress | undefined;
  port: number | undefined;
  path: string | undefined;
  virtualHost: string | undefined;
  form: HttpForm;
  tls: boolean;
  sni: boolean;
  mark: number;
  timeout: Duration;
  verbose: boolean;
};

export function readGenhashCommand(commandArguments: readonly string[]): GenhashCommand {
  const draft: Draft = {
    help: false,
    address: undefined,
    port: undefined,
    path: undefined,
    virtualHost: undefined,
    form: "1.0",
    tls: false,
    sni: false,
    mark: 0,
    timeout: seconds(5),
    verbose: false,
  };
  const messages = readOptions(genhashOptions, commandArguments).flatMap((part) => take(draft, part) ?? []);
  return draft.help ? { kind: "help" } : commandOf(draft, messages);
}

/** What is wrong with that part; undefined: nothing. */
function take(draft: Draft, part: CommandLinePart): string | undefined {
  switch (part.kind) {
    case "option":
      return actions[part.option.name]?.(draft, part.value ?? "");
    case "word":
      return `unexpected word '${part.word}'`;
    case "unknown":
      return `unknown option ${part.option}`;
    case "ambiguous":
      return `${part.option} could be ${part.candidates.join(" or ")}`;
    case "missing-value":
      return `${part.option} needs a value`;
    case "unexpected-value":
      return `${part.option} takes no value`;
    default:
      return unreachable(part);
  }
}

function commandOf(draft: Draft, messages: readonly string[]): GenhashCommand {
  const { address, port, path, virtualHost, form, mark, timeout } = draft;
  if (messages.length > 0) return { kind: "mistake", messages };
  if (address === undefined || port === undefined || path === undefined) {
    const missing = [
      ...(address === undefined ? ["--server"] : []),
      ...(port === undefined ? ["--port"] : []),
      ...(path === undefined ? ["--url"] : []),
    ];
    return { kind: "mistake", messages: [`${missing.join(", ")} missing`] };
  }
  const tls = draft.tls ? { sni: draft.sni } : undefined;
  const keepsBody = draft.verbose;
  return { kind: "fetch", request: { address, port, path, virtualHost, form, tls, mark, timeout, keepsBody } };
}

/** What is wrong with the value; undefined: nothing. */
type Action = (draft: Draft, value: string) => string | undefined;

const actions: Readonly<Record<string, Action>> = {
  help: (draft) => void (draft.help = true),
  verbose: (draft) => void (draft.verbose = true),
  "use-ssl": (draft) => void (draft.tls = true),
  "use-sni": (draft) => void (draft.sni = true),
  "use-virtualhost": (draft, value) =>
    isClean(value) ? void (draft.virtualHost = value) : unclean("virtual host", value),
  url: (draft, value) => (isClean(value) ? void (draft.path = value) : unclean("url", value)),
  server: (draft, value) => {
    const address = IpAddress.parse(value);
    if (address === undefined) return `server should be an IP, not ${value}`;
    draft.address = address;
    return undefined;
  },
  port: (draft, value) => {
    const port = wholeNumber(value, 1, 65_535);
    if (port === undefined) return `invalid port number '${value}': use 1 to 65535`;
    draft.port = port;
    return undefined;
  },
  protocol: (draft, value) => {
    const form = forms.get(value.toLowerCase());
    if (form === undefined) return `invalid HTTP protocol version '${value}': use 1.0, 1.0c or 1.1`;
    draft.form = form;
    return undefined;
  },
  fwmark: (draft, value) => {
    const mark = wholeNumber(value, 0, 0xff_ff_ff_ff);
    if (mark === undefined) return `invalid fwmark '${value}': use 0 to 4294967295`;
    draft.mark = mark;
    return undefined;
  },
  timeout: (draft, value) => {
    const limit = /^\d+(?:\.\d+)?$/u.test(value) ? Number(value) : 0;
    if (limit <= 0 || limit > longestTimeout) return `invalid timeout '${value}': use seconds, up to ${longestTimeout}`;
    draft.timeout = seconds(limit);
    return undefined;
  },
};

/** As connect_timeout in a configuration file, seconds. */
const longestTimeout = 4294;

const forms: ReadonlyMap<string, HttpForm> = new Map([
  ["1.0", "1.0"],
  ["1.0c", "1.0C"],
  ["1.1", "1.1"],
]);

function wholeNumber(text: string, first: number, last: number): number | undefined {
  const value = /^(?:\d{1,10}|0x[\da-f]{1,8})$/iu.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : undefined;
}

/** It would end its line of the request. */
function isClean(value: string): boolean {
  return !/[\s\p{Cc}]/u.test(value);
}

function unclean(what: string, value: string): string {
  return `invalid ${what} ${JSON.stringify(value)}: blanks and control characters are written as %20 and the like`;
}
