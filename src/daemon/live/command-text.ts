import { unreachable } from "../../base/assert.ts";
import { printSeconds, microseconds } from "../../base/time.ts";
import type { Command } from "../../status/live/control-protocol.ts";

/** As it is typed behind `holdfast`: "maintenance on VI_1 --for 1800s --reason 'new kernel'". */
export function commandText(command: Command): string {
  switch (command.command) {
    case "maintenance": {
      const { on, target, during, reason, force } = command;
      const words = ["maintenance", on ? "on" : "off", ...(target === undefined ? [] : [target])];
      if (during !== undefined) words.push("--for", `${printSeconds(microseconds(during))}s`);
      if (reason !== "") words.push("--reason", quoted(reason));
      if (force) words.push("--force");
      return words.join(" ");
    }
    case "drain":
    case "undrain":
      return [command.command, quoted(command.service), quoted(command.server)].join(" ");
    case "weight": {
      const { service, server, weight } = command;
      return ["weight", quoted(service), quoted(server), ...(weight === undefined ? [] : [String(weight)])].join(" ");
    }
    case "reload":
      return command.plan ? "reload --plan" : "reload";
    case "test-script":
      return `test-script ${quoted(command.script)}`;
    default:
      return unreachable(command);
  }
}

function quoted(text: string): string {
  return /^[\w.:@[\]-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
