import assert from "node:assert/strict";

import type { LabNode, Program } from "../../src/lab/index.ts";
import { descendants, signalProcess } from "../../src/lab/process-tree.ts";
import type { Trackable } from "../../src/rehearse/trackables.ts";
import { makePlace, putScript } from "../deployments/places.ts";
import { exampleFile } from "./deployment.ts";

/** What a machine has besides Holdfast: all is well at first. */
export type Surroundings = {
  /** Something tracked goes bad, or is well again: done when this returns. */
  readonly set: (trackable: Pick<Trackable, "name">, isGood: boolean) => void;
  /** What has to be there before the thing may be well again. */
  readonly ready: (trackable: Pick<Trackable, "name">) => Promise<void>;
};

/** Nothing is tracked. */
const nothing: Surroundings = {
  set: ({ name }) => assert.fail(`nothing here is called ${name}`),
  ready: async () => {},
};

/** What each directory of examples/ takes for granted, by its name; of those that are not here, nothing. */
const makers: Readonly<Record<string, (node: LabNode) => Promise<Surroundings>>> = {
  "dual-active": async ({ files }) => {
    files.write("notify.sh", exampleFile("dual-active/notify.sh"), 0o755);
    return nothing;
  },
  // No shell reads `&& exit 1 || exit 0`: the checks of this directory and of sync-group-mail are good while a file is
  // there.
  "dual-active-maintenance": async (node) => flags(node, (script) => script.replace("maint-", "")),
  "sync-group-mail": async (node) => {
    node.files.write("notify.sh", "#!/bin/sh\n", 0o755);
    return flags(node, () => "pub");
  },
  "httpd-nopreempt": async (node) => {
    const httpd = new Named(node, "httpd");
    await httpd.prepare();
    return {
      set: (_, isGood) => (isGood ? httpd.appear() : httpd.vanish()),
      ready: async () => httpd.prepare(),
    };
  },
  "nginx-dual": nginx,
  "nginx-pair": nginx,
  "neutron-router": async (node) => {
    const directory = "/var/lib/neutron/ha_confs/router";
    await makePlace(node, directory);
    for (const state of ["master", "backup", "fault"]) await putScript(node, `${directory}/notify_${state}.sh`, []);
    return nothing;
  },
};

/** `trackables`: what the file of the node tracks. */
export async function surround(
  deployment: string,
  node: LabNode,
  trackables: readonly Trackable[],
): Promise<Surroundings> {
  const surroundings = (await makers[deployment]?.(node)) ?? nothing;
  for (const each of trackables) surroundings.set(each, true);
  return surroundings;
}

/** A check that is good while a file of /etc/keepalived exists. */
function flags({ files }: LabNode, nameFile: (script: string) => string): Surroundings {
  const set: Surroundings["set"] = ({ name }, isGood) => {
    if (isGood) files.write(nameFile(name), "");
    else files.remove(nameFile(name));
  };
  return { set, ready: async () => {} };
}

async function nginx(node: LabNode): Promise<Surroundings> {
  const directory = "/usr/local/nginx";
  await makePlace(node, directory);
  await putScript(node, `${directory}/nginx_check.sh`, ["exec test -e /etc/keepalived/nginx"]);
  return flags(node, () => "nginx");
}

/**
 * A process that is known by its name and does nothing but be there. It is made ready first, as a start takes its time.
 */
class Named {
  readonly #node: LabNode;
  readonly #name: string;
  #program: Program | undefined;

  constructor(node: LabNode, name: string) {
    this.#node = node;
    this.#name = name;
  }

  async prepare(): Promise<void> {
    const script = 'cp "$(command -v sleep)" "/run/$1" && echo ready && read -r go && exec "/run/$1" infinity';
    this.#program = this.#node.spawn(["sh", "-c", script, "service", this.#name]);
    await this.#program.awaitLine(/^ready$/u);
  }

  appear(): void {
    this.#program?.input.write("\n");
  }

  vanish(): void {
    const pid = this.#program?.pid;
    assert.ok(pid !== undefined);
    // Whoever has started it has to be there to bury it: pgrep(1) finds the dead, too.
    for (const each of descendants(pid)) signalProcess(each, "SIGKILL");
  }
}
