import { createHash } from "node:crypto";

/**
 * Pages of the real servers in examples/lvs-director: by server and path. Their digests go into the copy of the file.
 */
export const pages = {
  server100: { "/": "welcome\n", "/mrtg/": "traffic\n" },
  server2: { "/testurl/test.jsp": "<p>tested</p>\n", "/testurl2/test.jsp": "<p>tested, too</p>\n" },
} as const;

/** What else a lab has to change in its copy of the file. */
export type Changes = {
  /** By keyword: what it says in the copy, wherever it says something in the file. */
  readonly values?: Readonly<Record<string, string>>;
  /** Schedulers that the back-end does not know, and what takes their place. */
  readonly schedulers?: Readonly<Record<string, string>>;
};

/**
 * Strict mode has the firewall drop what is sent to the addresses of an instance, before IPVS sees it
 * (keepalived.conf(5), "no_accept"). A director that really balances does without, and so do the customers of the lab.
 */
const unreachable = /^ *vrrp_strict\n/gmu;

/** The file waits six seconds between two checks and three for a retry; a lab waits one. */
export const shortened: Readonly<Record<string, string>> = { delay_loop: "1", delay_before_retry: "0.5" };

/** The file with the digests of our pages and the changes. Throws RangeError when the file has no place for them. */
export function adapt(text: string, changes: Changes): string {
  let adapted = replace(text, unreachable, "");
  adapted = adapted.replaceAll(/(path (\S+)\n\s+digest )[\da-f]{32}\n/gu, (_, before: string, path: string) => {
    return `${before}${digestOf(path)}\n`;
  });
  for (const [keyword, value] of Object.entries(changes.values ?? {})) {
    adapted = replace(adapted, new RegExp(`(\\b${keyword}) \\d+\n`, "gu"), `$1 ${value}\n`);
  }
  for (const [scheduler, other] of Object.entries(changes.schedulers ?? {})) {
    adapted = replace(adapted, new RegExp(`(\\blb_algo) ${scheduler}\n`, "gu"), `$1 ${other}\n`);
  }
  return adapted;
}

/** What the file leaves to the operator: where mails go. The copy is included as it is. */
export const main = `
global_defs {
    notification_email {
        root@example.com
    }
    notification_email_from director@example.com
    smtp_server 192.168.201.250 2525
    smtp_helo_name director.example.com
    script_user root
}
include /etc/keepalived/director.conf
`;

function digestOf(path: string): string {
  const body = Object.entries({ ...pages.server100, ...pages.server2 }).find(([known]) => known === path)?.[1];
  if (body === undefined) throw new RangeError(`the lab has no page ${path}`);
  return createHash("md5").update(body).digest("hex");
}

function replace(text: string, pattern: RegExp, replacement: string): string {
  const replaced = text.replaceAll(pattern, replacement);
  if (replaced === text) throw new RangeError(`nothing in the file is like ${String(pattern)}`);
  return replaced;
}
