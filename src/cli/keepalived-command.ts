import { unreachable } from "../base/assert.ts";
import { type BalancerChoice, balancerChoices } from "../daemon/messages.ts";
import type { ReadingOptions } from "../daemon/supervisor-configuration.ts";
import type { SupervisorOptions } from "../daemon/supervisor-options.ts";
import { type KeepalivedOption, keepalivedOptions } from "./keepalived-option-table.ts";
import { helpText, versionText } from "./keepalived-texts.ts";
import { type CommandLinePart, readOptions } from "./option-reader.ts";
import { type HttpWords, readHttpOptions } from "./http-options.ts";
import { parseFacility, parseUmask, signalNumbers } from "./option-values.ts";

/** What a keepalived command line asks for. */
export type KeepalivedCommand =
  | { readonly kind: "run"; readonly options: SupervisorOptions }
  /** `report`: where to write the findings; undefined: standard error. */
  | {
      readonly kind: "config-test";
      readonly file: string;
      readonly reading: ReadingOptions;
      readonly report: string | undefined;
      readonly backend: BalancerChoice;
    }
  /** Say something and end. */
  | { readonly kind: "say"; readonly stream: "stdout" | "stderr"; readonly text: string; readonly status: number };

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Draft = Mutable<Omit<SupervisorOptions, "logging" | "remarks" | "http">> & {
  readonly logging: Mutable<SupervisorOptions["logging"]>;
  readonly remarks: string[];
  readonly httpWords: Mutable<Omit<HttpWords, "peers">> & { readonly peers: string[] };
  /** What is wrong with the command line. */
  readonly mistakes: string[];
  configTest: boolean;
  report: string | undefined;
};

/** Where the reference has its configuration when nothing else is said (keepalived(8)). */
const defaultFile = "/etc/keepalived/keepalived.conf";

/**
 * Reads a keepalived command line. `prefix` are the words before the options, such as "run"; they belong to the
 * command line of the processes that are started from it. The first part that asks for an answer gets it, even
 * beside mistakes, as in the reference.
 */
export function readKeepalivedCommand(
  program: string,
  commandArguments: readonly string[],
  prefix: readonly string[] = [],
): KeepalivedCommand {
  const draft: Draft = {
    file: defaultFile,
    pidFile: undefined,
    vrrpPidFile: undefined,
    checkersPidFile: undefined,
    namespace: undefined,
    dumpConfiguration: false,
    program,
    arguments: [...prefix, ...commandArguments],
    stateDirectory: undefined,
    socket: undefined,
    configId: undefined,
    strictIncludes: false,
    foreground: false,
    vrrp: true,
    checkers: true,
    lvsBackend: "auto",
    keepsTable: false,
    allChildren: false,
    respawn: true,
    stopOnInterrupt: true,
    releaseAtOnce: false,
    record: false,
    umask: undefined,
    logging: { detail: false, console: false, syslog: true, facility: 3 },
    remarks: [],
    httpWords: { address: undefined, tokenFile: undefined, peers: [] },
    mistakes: [],
    configTest: false,
    report: undefined,
  };
  for (const part of readOptions(keepalivedOptions, commandArguments)) {
    const answer = readPart(draft, part);
    if (answer !== undefined) return answer;
  }
  const { configTest, report, mistakes, httpWords, ...rest } = draft;
  const http = readHttpOptions(httpWords, (mistake) => void mistakes.push(mistake));
  const options = { ...rest, http };
  if (mistakes.length > 0) return wrong(draft, mistakes.join("\n"));
  if (!configTest) return { kind: "run", options };
  const { file, configId, strictIncludes, namespace } = options;
  return {
    kind: "config-test",
    file,
    reading: { configId, strictIncludes, namespace },
    report,
    backend: options.lvsBackend,
  };
}

function readPart(draft: Draft, part: CommandLinePart): KeepalivedCommand | undefined {
  switch (part.kind) {
    case "option":
      return applyOption(draft, part.option, part.value ?? "");
    case "word":
      draft.remarks.push(`Unexpected argument '${part.word}': ignored`);
      return undefined;
    case "unknown":
      draft.mistakes.push(`Unknown option ${part.option}`);
      return undefined;
    case "ambiguous":
      draft.mistakes.push(`Unknown option ${part.option}: it could be ${part.candidates.join(" or ")}`);
      return undefined;
    case "missing-value":
      draft.mistakes.push(`Missing parameter for option ${part.option}`);
      return undefined;
    case "unexpected-value":
      draft.mistakes.push(`Option ${part.option} takes no parameter`);
      return undefined;
    default:
      return unreachable(part);
  }
}

function applyOption(draft: Draft, option: KeepalivedOption, value: string): KeepalivedCommand | undefined {
  if (option.missing !== undefined) return lacking(draft, option, option.missing);
  const apply = actions[option.name];
  return apply === undefined ? undefined : (apply(draft, value) ?? undefined);
}

function lacking(
  draft: Draft,
  option: KeepalivedOption,
  missing: NonNullable<KeepalivedOption["missing"]>,
): KeepalivedCommand | undefined {
  const name = option.short === undefined ? `--${option.name}` : `-${option.short} (--${option.name})`;
  const cure = missing.cure === undefined ? "" : `: ${missing.cure}`;
  if (missing.kind === "refused") return say("stderr", `Option ${name} is not implemented${cure}`, 1);
  draft.remarks.push(`Option ${name} is accepted, not implemented${cure}`);
  return undefined;
}

/** What each implemented option does; those that are not here ask for what is always so. */
const actions: Readonly<Record<string, (draft: Draft, value: string) => KeepalivedCommand | void>> = {
  "use-file": (draft, value) => void (draft.file = value),
  "config-id": (draft, value) => void (draft.configId = value),
  "all-config": (draft) => void (draft.strictIncludes = true),
  vrrp: (draft) => void (draft.checkers = false),
  check: (draft) => void (draft.vrrp = false),
  genhash: (draft) => void draft.mistakes.push("--genhash has to be the first option"),
  "dont-release-ipvs": (draft) => void (draft.keepsTable = true),
  "lvs-backend": (draft, value) => {
    const backend = balancerChoices.find((choice) => choice === value);
    if (backend === undefined) draft.mistakes.push(`Unknown --lvs-backend ${value}: use ${balancerChoices.join(", ")}`);
    else draft.lvsBackend = backend;
  },
  all: (draft) => void (draft.allChildren = true),
  "log-console": (draft) => void (draft.logging.console = true),
  "log-detail": (draft) => void (draft.logging.detail = true),
  "no-syslog": (draft) => void (draft.logging.syslog = false),
  "log-facility": (draft, value) => {
    const facility = parseFacility(value);
    if (facility === undefined) draft.remarks.push(`Invalid log facility '${value}': using daemon`);
    else draft.logging.facility = facility;
  },
  umask: (draft, value) => {
    draft.umask = parseUmask(value);
    if (draft.umask === undefined) draft.remarks.push(`Invalid --umask option ${value}: ignored`);
  },
  "dont-respawn": (draft) => void (draft.respawn = false),
  "dont-fork": (draft) => void (draft.foreground = true),
  pid: (draft, value) => void (draft.pidFile = value),
  vrrp_pid: (draft, value) => void (draft.vrrpPidFile = value),
  checkers_pid: (draft, value) => void (draft.checkersPidFile = value),
  "dump-conf": (draft) => void (draft.dumpConfiguration = true),
  namespace: (draft, value) => void (draft.namespace = value),
  "state-dir": (draft, value) => void (draft.stateDirectory = value),
  http: (draft, value) => void (draft.httpWords.address = value),
  "http-token-file": (draft, value) => void (draft.httpWords.tokenFile = value),
  "peer-url": (draft, value) => void draft.httpWords.peers.push(value),
  socket: (draft, value) => void (draft.socket = value),
  "ignore-sigint": (draft) => void (draft.stopOnInterrupt = false),
  "release-at-once": (draft) => void (draft.releaseAtOnce = true),
  record: (draft) => void (draft.record = true),
  "config-test": (draft, value) => {
    draft.configTest = true;
    draft.report = value === "" ? undefined : value;
  },
  signum: (draft, value) => {
    const signal = signalNumbers.get(value);
    return signal === undefined ? wrong(draft, `Unknown sigfunc ${value}`) : say("stdout", String(signal), 0);
  },
  version: () => say("stderr", versionText(), 0),
  help: (draft) => say("stderr", helpText(draft.program), 0),
};

function wrong(draft: Draft, message: string): KeepalivedCommand {
  return say("stderr", `${message}\nTry '${draft.program} --help' for the options`, 1);
}

function say(stream: "stdout" | "stderr", text: string, status: number): KeepalivedCommand {
  return { kind: "say", stream, text, status };
}
