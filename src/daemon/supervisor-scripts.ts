import type { GlobalConfig } from "../config/model.ts";
import { type BoundaryScript, runBoundaryScript, usualTimeout } from "./boundary-script.ts";
import { checkScriptCall } from "./script-check.ts";

/**
 * Runs `startup_script` or `shutdown_script`, if there is one. The FFI library is loaded only then: nobody else in the
 * supervisor waits for it.
 */
export async function runScriptOf(
  { scripts }: GlobalConfig,
  when: BoundaryScript["when"],
  say: (message: string) => void,
): Promise<void> {
  const call = scripts[when];
  if (call === undefined) return;
  const { command, message } = checkScriptCall(call, scripts);
  if (message !== undefined) say(message);
  if (command === undefined) return;
  const timeout = (when === "startup" ? scripts.startupTimeout : scripts.shutdownTimeout) ?? usualTimeout;
  const { openLinuxPorts } = await import("./linux-ports.ts");
  const ports = openLinuxPorts();
  const script = runBoundaryScript({ when, written: call.command, command, timeout }, ports, say);
  // A daemon that is stopped meanwhile leaves nothing behind.
  process.once("exit", script.end);
  await script.ended;
  process.off("exit", script.end);
  ports.processes.close();
}
