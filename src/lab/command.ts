import { spawn } from "node:child_process";

/** A command that did not end with status 0. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** The environment of everything a lab starts: where the tools are, and texts and times that can be parsed. */
export function labEnvironment(): NodeJS.ProcessEnv {
  const path = `${process.env["PATH"] ?? ""}:/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin`;
  const { NODE_TEST_CONTEXT: _, ...rest } = process.env;
  return { ...rest, PATH: path, LC_ALL: "C", TZ: "UTC" };
}

/** Runs a command to its end with `input` on standard input; its standard output. Rejects with CommandError. */
export async function runCommand(command: readonly string[], input = ""): Promise<string> {
  const [file = "", ...words] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, { cwd: "/", env: labEnvironment(), stdio: "pipe" });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.once("error", (error) => {
      reject(new CommandError(`${command.join(" ")}: ${error.message}`));
    });
    child.once("close", (status, signal) => {
      if (status === 0) return resolve(Buffer.concat(output).toString());
      const how = signal === null ? `exit status ${String(status)}` : signal;
      reject(new CommandError(`${command.join(" ")}: ${how}: ${Buffer.concat(complaints).toString().trim()} ${input}`));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
