import type { Configuration } from "../../config/model.ts";
import { type NotifyScript, notifyScripts } from "../../notify/rehearsal.ts";

/** What `test-script` can be asked to run, apart from checks of real servers. */
export type ScriptName =
  | { readonly kind: "vrrp_script"; readonly name: string }
  | ({ readonly kind: "notify" } & NotifyScript);

export type FoundScript =
  | { readonly kind: "found"; readonly script: ScriptName }
  /** How each of those is named so that it alone is meant. */
  | { readonly kind: "several"; readonly names: readonly string[] }
  | { readonly kind: "none" };

export function scriptNames(configuration: Pick<Configuration, "scriptCommands" | "notify">): readonly ScriptName[] {
  return [
    ...Array.from(configuration.scriptCommands.keys(), (name) => ({ kind: "vrrp_script", name }) as const),
    ...notifyScripts(configuration.notify).map((script) => ({ kind: "notify", ...script }) as const),
  ];
}

/** "vrrp_script chk_http", "notify_master of instance VI_1": it alone. */
export function printScriptName(script: ScriptName): string {
  if (script.kind === "vrrp_script") return `vrrp_script ${script.name}`;
  const { keyword, subject } = script;
  return `${keyword} of ${subject.type.toLowerCase()} ${subject.name}`;
}

/** A name is whatever part of it says enough: "chk_http", "notify_master of VI_1", "notify_master", "VI_1". */
export function findScript(given: string, all: readonly ScriptName[]): FoundScript {
  const words = given.trim().replaceAll(/\s+/gu, " ");
  const whole = all.find((script) => printScriptName(script) === words);
  if (whole !== undefined) return { kind: "found", script: whole };
  const meant = all.filter((script) => partsOf(script).includes(words));
  const [script] = meant;
  if (script === undefined) return { kind: "none" };
  return meant.length === 1 ? { kind: "found", script } : { kind: "several", names: meant.map(printScriptName) };
}

function partsOf(script: ScriptName): readonly string[] {
  if (script.kind === "vrrp_script") return [script.name];
  const { keyword, subject } = script;
  const { type, name } = subject;
  return [keyword, name, `${type.toLowerCase()} ${name}`, `${keyword} of ${name}`];
}
