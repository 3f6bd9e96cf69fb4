import { nearest } from "../../config/nearest.ts";
import { clean } from "../../status/live/words/clean.ts";
import { troubles } from "../../status/live/words/health.ts";
import { statusLines } from "../../status/live/words/status-lines.ts";
import type { StatusDocument } from "../../status/live/status-document.ts";
import { paintFor } from "./ansi-paint.ts";
import { findDaemon, unreachableStatus, type Whereabouts } from "./find-daemon.ts";
import { narrow } from "./narrow.ts";
import { endWithReader, print } from "./print.ts";
import { watch } from "./watch.ts";

export type StatusOptions = Whereabouts & { readonly json?: boolean; readonly watch?: boolean };

/**
 * `holdfast status [NAME]`: how it is with the daemon, or with one instance, group or service. The exit status is 0
 * where all is well, 1 where something is not, 2 where nobody can be asked.
 */
export async function showStatus(name: string | undefined, options: StatusOptions): Promise<number> {
  endWithReader();
  const found = await findDaemon(options);
  if (found.kind === "none") return complain(found.message);
  const { client } = found;
  try {
    if (options.watch === true) return await watch(async () => statusText(await client.status(), name, options));
    const { text, status } = statusText(await client.status(), name, options);
    if (status === unreachableStatus) return complain(text);
    await print(`${text}\n`);
    return status;
  } finally {
    client.close();
  }
}

export type StatusText = { readonly text: string; readonly status: number };

function statusText(whole: StatusDocument, name: string | undefined, { json }: StatusOptions): StatusText {
  const document = name === undefined ? whole : narrow(whole, name);
  if (document === undefined) return { text: unknownName(whole, name ?? ""), status: unreachableStatus };
  const status = troubles(document).length === 0 ? 0 : 1;
  if (json === true) return { text: JSON.stringify(document, undefined, 2), status };
  return { text: statusLines(clean(document), paintFor(process.stdout)).join("\n"), status };
}

function unknownName({ instances, groups, services }: StatusDocument, name: string): string {
  const names = [...instances, ...groups, ...services].map((each) => each.name);
  const near = nearest(name, names);
  const hint =
    near === undefined
      ? names.length === 0
        ? ""
        : `: there are ${names.slice(0, 10).join(", ")}`
      : `: did you mean ${near}?`;
  return `No instance, group or service ${name}${hint}`;
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return unreachableStatus;
}
