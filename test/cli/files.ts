import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder for one test file, that every user can look into. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), "holdfast-cli-"));

  constructor() {
    chmodSync(this.path, 0o755);
  }

  /** The path of a file, written when there is a text. */
  file(name: string, text?: string, mode = 0o644): string {
    const path = join(this.path, name);
    if (text === undefined) return path;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** A file that any of the programs runs with: one instance on v0. */
export const goodFile = `vrrp_instance VI_1 {
    state BACKUP
    interface v0
    virtual_router_id 51
    priority 100
    advert_int 1
    virtual_ipaddress {
        192.0.2.10/24
    }
}
`;

/** What people get wrong, with the line that is wrong. */
export const mistakes = {
  unknownKeyword: { text: goodFile.replace("priority", "prioriti"), line: 5 },
  missingBrace: { text: goodFile.trimEnd().replace(/\}$/u, ""), line: 1 },
  missingVrid: { text: goodFile.replace(/.*virtual_router_id.*\n/u, ""), line: 1 },
  missingParameter: { text: goodFile.replace("interface v0", "interface"), line: 3 },
  unknownInterface: { text: goodFile.replace("v0", "nosuch"), line: 3 },
  longPassword: {
    text: goodFile.replace("advert_int 1", "authentication {\n auth_type PASS\n auth_pass 123456789\n }"),
    line: 8,
  },
  unsafeScript: {
    text: `vrrp_script check {\n script "/bin/true"\n}\n${goodFile.replace("advert_int 1", "track_script {\n check\n }")}`,
    line: undefined,
  },
} as const;
