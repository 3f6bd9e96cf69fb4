import { constants } from "node:os";

import { type Layout, layout, readField, viewOf } from "../../base/layout.ts";
import type { ProcessExit } from "../ports.ts";

/** `siginfo_t` as waitid(2) fills it for a child; all zero when no child has ended. */
export const childInformation: Layout<"signal" | "code" | "status"> = layout(128, {
  signal: [0, "i32"],
  code: [8, "i32"],
  status: [24, "i32"],
});

/** CLD_EXITED; the other codes are those of children that a signal has ended. */
const exitedCode = 1;

/** How the child has ended, of a `siginfo_t`; undefined while it runs. */
export function howItEnded(information: Uint8Array): ProcessExit["how"] | undefined {
  const view = viewOf(information);
  const { signal, code, status } = childInformation.fields;
  if (readField(view, 0, signal) === 0) return undefined;
  const value = readField(view, 0, status);
  if (readField(view, 0, code) === exitedCode) return { kind: "exited", status: value };
  return { kind: "signalled", signal: value, name: signalName(value) };
}

/** The first of the names of a number is the usual one. */
const names: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, value]) => [value, name]),
);

/** "SIGTERM"; "SIG40" for a real-time signal. */
function signalName(signal: number): string {
  return names.get(signal) ?? `SIG${signal}`;
}
