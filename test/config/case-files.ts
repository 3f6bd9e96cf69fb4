import type { ConfigurationFiles, LoadEnvironment } from "../../src/config/load.ts";
import type { Source } from "../../src/config/source.ts";

/** What a text case loads, and in which surroundings. */
export type CaseFiles = { readonly source: Source; readonly environment: Omit<LoadEnvironment, "hostName"> };

const header = /^(config-id|env|seed|strict-includes|interfaces|users|groups): *(.*)\n/u;

/**
 * The files of a text case. Without headers and file names it is one file; otherwise:
 *
 *     config-id: node1
 *     env: NAME=value
 *     seed: 1
 *     strict-includes: yes
 *     interfaces: eth0 eth1
 *     users: root
 *     groups: root
 *     ==== keepalived.conf
 *     include conf.d/*.conf
 *     ==== conf.d/a.conf
 *     ...
 *
 * The first file is the one that is loaded. A name with a slash at its end is a directory, one with a star a file that
 * may be executed.
 */
export function readCaseFiles(name: string, input: string): CaseFiles {
  const variables = new Map<string, string>();
  const settings = new Map<string, string>();
  let rest = `${input}\n`;
  for (let found = header.exec(rest); found !== null; found = header.exec(rest)) {
    const [line, key = "", value = ""] = found;
    const [variable = "", content = ""] = value.split("=");
    if (key === "env") variables.set(variable, content);
    else settings.set(key, value);
    rest = rest.slice(line.length);
  }
  const [first, ...others] = splitFiles(name, rest);
  const interfaces = namesIn(settings.get("interfaces"));
  const users = namesIn(settings.get("users"));
  const groups = namesIn(settings.get("groups"));
  const environment: CaseFiles["environment"] = {
    configId: settings.get("config-id"),
    randomSeed: Number(settings.get("seed") ?? 1),
    strictIncludes: settings.has("strict-includes"),
    interfaces,
    accounts: users && { hasUser: (user) => users.has(user), hasGroup: (group) => groups?.has(group) ?? true },
    workingDirectory: "/etc/keepalived",
    variable: (key) => variables.get(key),
    files: filesOf(new Map([first, ...others])),
  };
  return { source: { path: first[0], text: first[1] }, environment };
}

/** Undefined, which is everything, without the header. */
function namesIn(list: string | undefined): ReadonlySet<string> | undefined {
  return list === undefined ? undefined : new Set(list.split(/\s+/u));
}

type NamedText = readonly [name: string, text: string];

function splitFiles(name: string, text: string): readonly [NamedText, ...NamedText[]] {
  if (!text.startsWith("==== ")) return [[name, text.replace(/\n$/u, "")]];
  const [first, ...others] = text
    .slice("==== ".length)
    .split(/^==== /mu)
    .map((section): NamedText => {
      const end = section.indexOf("\n");
      return [section.slice(0, end).trim(), section.slice(end + 1)];
    });
  return [first ?? [name, ""], ...others];
}

/** Files that exist in a text only. */
export function filesOf(texts: ReadonlyMap<string, string>): ConfigurationFiles {
  return {
    read(path) {
      const text = texts.get(path);
      if (text !== undefined) return { kind: "text", text };
      if (texts.has(`${path}*`)) return { kind: "special" };
      const directory = path.endsWith("/") ? path : `${path}/`;
      const isDirectory = [...texts.keys()].some((name) => name.startsWith(directory));
      return { kind: isDirectory ? "directory" : "missing" };
    },
    list(directory) {
      const inside = [...texts.keys()].filter((name) => name.startsWith(directory) && name !== directory);
      return [...new Set(inside.map((name) => name.slice(directory.length).replace(/[*/].*$/u, "")))];
    },
  };
}
