import { keyword, scope } from "./keyword.ts";
import type { Scope, Shape } from "./keyword.ts";
import { integer, seconds } from "./numbers.ts";
import { flag, optionalChoice } from "./shapes.ts";
import { weight } from "./weight.ts";
import { quoteWord, requiredWord } from "./words.ts";

/** The name of a program, and its parameters. */
type Process = { readonly name: string; readonly parameters: readonly string[] };

const process: Shape<Process> = {
  syntax: "<NAME> [<PARAMETER> ...]",
  block: false,
  read(statement, report) {
    const name = requiredWord(statement, 0, report);
    return name && { name: name.text, parameters: statement.words.slice(1).map(({ text }) => text) };
  },
  print: ({ name, parameters }) => [name, ...parameters].map(quoteWord).join(" "),
};

const delay = seconds({ minimum: 0.000001, maximum: 3600, fraction: true });

/** keepalived.conf(5), "VRRP track processes". */
export const trackProcess = {
  process: keyword("process", process, {
    priority: "P1",
    doc: "name of the program as the kernel knows it, and parameters if they matter",
    required: true,
    firstCounts: true,
  }),
  match: keyword("param_match", optionalChoice({ initial: "initial", partial: "partial" }, "exact"), {
    priority: "P2",
    doc: "partial: the parameters come first; initial: the last one may go on; without parameters: there must be none",
    default: "the same parameters and no others",
  }),
  weight: keyword("weight", weight(254), {
    priority: "P1",
    doc: "what the result does to the priority; 0: too few processes are a fault",
    default: "0",
    firstCounts: true,
  }),
  quorum: keyword("quorum", integer({ minimum: 1, maximum: 65_535 }), {
    priority: "P2",
    doc: "as many processes there must be",
    default: "1",
  }),
  quorumMaximum: keyword("quorum_max", integer({ minimum: 0, maximum: 65_535 }), {
    priority: "P2",
    doc: "no more processes than this may be there; 0: none at all",
    default: "none",
  }),
  forkDelay: keyword("fork_delay", delay, {
    priority: "P2",
    doc: "seconds from there being enough to counting as up",
    inherits: "delay",
    default: "none",
  }),
  terminateDelay: keyword("terminate_delay", delay, {
    priority: "P2",
    doc: "seconds from there being too few to counting as down",
    inherits: "delay",
    default: "none",
  }),
  delay: keyword("delay", delay, { priority: "P2", doc: "fork_delay and terminate_delay in one", default: "none" }),
  fullCommand: keyword("full_command", flag, {
    priority: "P2",
    doc: "compare the whole command line rather than the name that the kernel knows",
    default: "off",
  }),
};

export const trackProcessScope: Scope = scope("vrrp_track_process", trackProcess);
