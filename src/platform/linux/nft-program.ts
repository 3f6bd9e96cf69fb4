import { spawn } from "node:child_process";
import { Socket } from "node:net";

import { type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { close, pipe2 } from "./ffi.ts";
import { must } from "./system-call.ts";

/** What became of a call of nft(8). `refused`: it ran, and it or the kernel did not want what was asked for. */
export type NftResult =
  | { readonly kind: "done"; readonly output: string }
  | { readonly kind: "refused" | "failed"; readonly error: SystemError };

/** Milliseconds after which nft is ended: it waits for nothing, and a table of 5,000 servers takes it a second. */
const patience = 30_000;
const closeOnExec = 0o2_000_000;
/** Characters of a complaint that are told. */
const complaintLimit = 200;

/** Runs `nft` with these words and this input to its end. */
export async function runNft(words: readonly string[], input: string): Promise<NftResult> {
  try {
    return await run(words, input, openPipe());
  } catch (error) {
    if (error instanceof SystemException) return { kind: "failed", error: error.error };
    throw error;
  }
}

async function run(words: readonly string[], input: string, [readEnd, writeEnd]: Pipe): Promise<NftResult> {
  return new Promise((resolve) => {
    const child = spawn("nft", words, {
      cwd: "/",
      env: { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin:/usr/local/sbin`, LC_ALL: "C" },
      stdio: [readEnd, "pipe", "pipe"],
      timeout: patience,
      killSignal: "SIGKILL",
    });
    const output: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.once("error", (error: NodeJS.ErrnoException) => {
      resolve({ kind: "failed", error: systemError("start of nft", Math.abs(error.errno ?? errno.EIO)) });
    });
    child.once("close", (status, signal) => {
      if (status === 0) return resolve({ kind: "done", output: Buffer.concat(output).toString() });
      if (signal !== null) return resolve({ kind: "failed", error: systemError(`nft (${signal})`, errno.ETIMEDOUT) });
      resolve({ kind: "refused", error: errorOf(Buffer.concat(complaints).toString()) });
    });
    close(readEnd);
    const stream = new Socket({ fd: writeEnd, readable: false, writable: true });
    // It may end without reading all of it.
    stream.on("error", () => {});
    stream.end(input);
  });
}

type Pipe = readonly [readEnd: number, writeEnd: number];

/**
 * nft opens its standard input once more by name, which a socket, as Node.js would have it, does not allow. Throws
 * SystemException.
 */
function openPipe(): Pipe {
  const ends = new Uint8Array(8);
  must("pipe2", pipe2(ends, closeOnExec));
  const [readEnd = -1, writeEnd = -1] = new Int32Array(ends.buffer);
  return [readEnd, writeEnd];
}

/** strerror(3) in the locale C, as nft prints it, of what the kernel answers. */
const reasons: Readonly<Record<string, number>> = {
  "No such file or directory": errno.ENOENT,
  "File exists": errno.EEXIST,
  "Device or resource busy": errno.EBUSY,
  "Operation not permitted": errno.EPERM,
  "Operation not supported": errno.EOPNOTSUPP,
  "Protocol not supported": errno.EPROTONOSUPPORT,
  "Address family not supported by protocol": errno.EAFNOSUPPORT,
  "Cannot allocate memory": errno.ENOMEM,
  "No space left on device": errno.ENOSPC,
  "No buffer space available": errno.ENOBUFS,
  "Message too long": errno.EMSGSIZE,
  "Too many links": errno.EMLINK,
  "Numerical result out of range": errno.ERANGE,
};

/** The first line of a complaint; its error is EINVAL when it names none. */
function errorOf(complaint: string): SystemError {
  const [first = ""] = complaint.split("\n");
  // With JSON as its input nft has no place to name.
  const words = first.replace(/^internal:0:0-0: /u, "").replace(/^Error: /u, "");
  const reason = Object.entries(reasons).find(([text]) => words.includes(text));
  return systemError(`nft: ${words.slice(0, complaintLimit)}`, reason?.[1] ?? errno.EINVAL);
}
