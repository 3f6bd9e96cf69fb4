import { keyword } from "../keyword.ts";
import { integer, unsignedMaximum } from "../numbers.ts";
import { absolutePath, optionalPath } from "../paths.ts";
import { flag, forgiving, plainText, single, switched } from "../shapes.ts";
import { includeCheck } from "./include-check.ts";
import { umask } from "./umask.ts";

/** When the configuration is read again (keepalived.conf(5), "Global definitions"). */
export const reloadKeywords = {
  check: keyword("reload_check_config", optionalPath, {
    priority: "P1",
    doc: "keep the old configuration when the new one has mistakes; the file gets what was found",
    default: "off: only what could not run, or has braces or quotes that do not match, is refused",
  }),
  timeFile: keyword("reload_time_file", forgiving(single(absolutePath)), {
    priority: "P2",
    doc: "file whose first line says when to reload",
    default: "none",
    unfinished: "no reload is scheduled",
  }),
  repeat: keyword("reload_repeat", flag, {
    priority: "P2",
    doc: "keep the file of reload_time_file, and reload daily at its time",
    default: "off",
    unfinished: "no reload is scheduled",
  }),
  marker: keyword("reload_file", optionalPath, {
    priority: "P2",
    doc: "file that is there while the configuration is read",
    default: "none; without a path keepalived.reload beside the PID files",
  }),
};

/** Files that are written and read (keepalived.conf(5), "Global definitions"). */
export const fileKeywords = {
  umask: keyword("umask", umask, {
    priority: "P2",
    doc: "permission bits that new files do not get; PID files (0644) and FIFOs are for everybody to read",
    default: "0177",
  }),
  randomSeed: keyword("random_seed", integer({ minimum: 0, maximum: unsignedMaximum }), {
    priority: "P2",
    doc: "where the numbers of ${_RANDOM} begin",
    default: "another one at each start",
  }),
  includeCheck: keyword("include_check", includeCheck, {
    priority: "P2",
    doc: "what makes an include line that finds nothing usable a mistake",
    default: "nothing; without words everything",
  }),
  saveDirectory: keyword("config_save_dir", plainText, {
    priority: "P2",
    doc: "directory that gets copies of state and configuration around each reload",
    default: "none",
    unfinished: "no copies are made",
  }),
  temporaryDirectory: keyword("tmp_config_directory", forgiving(plainText), {
    priority: "P2",
    doc: "directory of the copy of the configuration that all processes read",
    default: "memory; the processes pass the configuration on without a file in any case",
    firstCounts: true,
  }),
  dumpNamesWithInstance: keyword("data_use_instance", switched, {
    priority: "P2",
    doc: "put the names of instance and namespace into the names of dump files",
    default: "off",
  }),
  stateDump: keyword("state_dump_file", absolutePath, {
    priority: "P2",
    doc: "file that the state is written to on request",
    default: "keepalived.data in the directory for temporary files",
  }),
  statisticsDump: keyword("stats_dump_file", absolutePath, {
    priority: "P2",
    doc: "file that the counters are written to on request",
    default: "keepalived.stats in the directory for temporary files",
  }),
  jsonDump: keyword("json_dump_file", absolutePath, {
    priority: "P2",
    doc: "file that state and counters are written to as JSON on request",
    default: "keepalived.json in the directory for temporary files",
  }),
  jsonVersion: keyword("json_version", integer({ minimum: 1, maximum: 2 }), {
    priority: "P1",
    doc: "layout of the JSON file",
    default: "1",
  }),
  iprouteDefaults: keyword("iproute_usr_dir", absolutePath, {
    priority: "P2",
    doc: "directory with the distribution's names of routing tables, protocols and scopes",
    default: "that of the distribution",
    unfinished: "the names come from the usual places",
  }),
  iprouteSettings: keyword("iproute_etc_dir", absolutePath, {
    priority: "P2",
    doc: "directory with the administrator's names of routing tables, protocols and scopes",
    default: "that of the distribution",
    unfinished: "the names come from the usual places",
  }),
};
