import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorCode } from "../../daemon/error-code.ts";
import { socketName } from "../../daemon/live/socket-name.ts";
import { readJournal } from "../../daemon/live/read-journal.ts";
import { clean } from "../../status/live/words/clean.ts";
import { StatusClient } from "./client.ts";
import { printTime } from "./print-time.ts";

/** Where state directories of daemons are that nobody has put elsewhere. */
const statesDirectory = "/run/holdfast";

/** The exit status when no daemon answers. */
export const unreachableStatus = 2;

export type FoundDaemon =
  | { readonly kind: "found"; readonly client: StatusClient; readonly path: string }
  /** `message` is for people; `directories` have journals of daemons that do not answer. */
  | { readonly kind: "none"; readonly message: string; readonly directories: readonly string[] };

export type Whereabouts = {
  /** `--socket`. */
  readonly socket?: string | undefined;
};

/** The daemon at `--socket`, at HOLDFAST_SOCKET, or the only one that runs here with a socket at its usual place. */
export async function findDaemon({ socket = process.env["HOLDFAST_SOCKET"] }: Whereabouts): Promise<FoundDaemon> {
  if (socket !== undefined && socket !== "") return atPlace(socket);
  let directories: readonly string[];
  try {
    directories = readdirSync(statesDirectory).map((name) => join(statesDirectory, name));
  } catch (error) {
    const code = errorCode(error);
    return none(code === "ENOENT" ? "No daemon has been started here" : refusedWords(statesDirectory, code), []);
  }
  const reached = await Promise.all(
    directories.map(async (directory) => {
      const path = join(directory, socketName);
      return { directory, path, reached: existsSync(path) ? await reach(path) : "ENOENT" };
    }),
  );
  const clients = reached.flatMap(({ path, reached: client }) =>
    typeof client === "string" ? [] : [{ client, path }],
  );
  const [first, ...others] = clients;
  if (first !== undefined && others.length === 0) return { kind: "found", ...first };
  if (first !== undefined) {
    for (const { client } of clients) client.close();
    const list = clients.map(({ path }) => `  --socket ${path}`).join("\n");
    return none(`Several daemons run here: say which one is meant with one of\n${list}`, []);
  }
  for (const { path, reached: code } of reached) {
    if (code === "EACCES" || code === "EPERM") return none(refusedWords(path, code), []);
  }
  return none(await noDaemon(directories), directories);
}

async function atPlace(path: string): Promise<FoundDaemon> {
  const client = await reach(path);
  if (typeof client !== "string") return { kind: "found", client, path };
  const directory = dirname(path);
  if (client !== "ENOENT" && client !== "ECONNREFUSED") return none(refusedWords(path, client), []);
  return none(`${await noDaemon([directory])} (nobody listens at ${path})`, [directory]);
}

/** A connection, or the code of the error. */
async function reach(path: string): Promise<StatusClient | string> {
  try {
    return await StatusClient.connect(path);
  } catch (error) {
    return errorCode(error);
  }
}

function refusedWords(path: string, code: string): string {
  if (code !== "EACCES" && code !== "EPERM") return `Cannot use ${path} (${code})`;
  return `${path} is for the owner of the daemon alone (${code}): try again as root, such as with sudo`;
}

/** With the last word of the journal that was written last. */
async function noDaemon(directories: readonly string[]): Promise<string> {
  let words = "No daemon runs here";
  let latest = 0;
  for (const directory of directories) {
    try {
      for await (const record of readJournal(directory, { limit: 1 })) {
        if (record.wall <= latest) continue;
        latest = record.wall;
        const { event, text } = clean(record);
        words =
          event.kind === "daemon-stopped"
            ? `No daemon runs here; it stopped at ${printTime(record.wall)}`
            : `No daemon runs here; the last one ended without a word after ${printTime(record.wall)}: ${text}`;
      }
    } catch {
      // A journal that cannot be read says nothing.
    }
  }
  return words;
}

function none(message: string, directories: readonly string[]): FoundDaemon {
  return { kind: "none", message, directories };
}
