import { statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { GlobalConfig } from "../config/global-config.ts";

/** The files that signals ask for, by what is in them. */
export type DumpPaths = {
  /** The state of the supervisor. */
  readonly parent: string;
  /** The state of the vrrp process. */
  readonly data: string;
  /** The state of the checkers process. */
  readonly check: string;
  readonly statistics: string;
  readonly json: string;
};

/**
 * Where the files go: as `state_dump_file`, `stats_dump_file` and `json_dump_file` say, else to the directory for
 * temporary files; with `data_use_instance` the names of the network namespace and of the instance are part of those of
 * .data files (keepalived.conf(5), "data_use_instance"). The other processes' files stand beside a given one.
 */
export function dumpPaths(
  config: Pick<GlobalConfig, "files" | "processes" | "namespaces">,
  temporary: string,
): DumpPaths {
  const { files, processes, namespaces } = config;
  const parts = files.dumpNamesWithInstance === true ? [namespaces.network, processes.instance] : [];
  const names = parts.filter((part) => part !== undefined).join("_");
  const named = (path: string): string => (names === "" ? path : insertBeforeExtension(path, `.${names}`));
  const { stateDump } = files;
  const besideState = (part: string): string =>
    stateDump === undefined ? join(temporary, `keepalived${part}.data`) : insertBeforeExtension(stateDump, part);
  return {
    parent: named(besideState("_parent")),
    check: named(besideState("_check")),
    data: named(stateDump ?? join(temporary, "keepalived.data")),
    statistics: files.statisticsDump ?? join(temporary, "keepalived.stats"),
    json: files.jsonDump ?? join(temporary, "keepalived.json"),
  };
}

/** $TMPDIR when it is an absolute path of a directory, else /tmp. */
export function temporaryDirectory(wanted: string | undefined): string {
  if (wanted === undefined || !isAbsolute(wanted)) return "/tmp";
  return statSync(wanted, { throwIfNoEntry: false })?.isDirectory() === true ? wanted : "/tmp";
}

/** "/var/lib/state.data" and "_parent" to "/var/lib/state_parent.data". */
function insertBeforeExtension(path: string, text: string): string {
  const [, stem = path, extension = ""] = /^(.*?)(\.[^./]*)?$/su.exec(path) ?? [];
  return `${stem}${text}${extension}`;
}
