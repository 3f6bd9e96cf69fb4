import { assert } from "../../base/assert.ts";
import { type NamedPipe, type NamedPipeOptions, pipeLineLimit, type SystemError, SystemException } from "../ports.ts";
import { fakeError } from "./errors.ts";

/** Bytes that a pipe of Linux holds. */
const capacity = 65_536;

type File = { readonly mode: number; readonly owner: NamedPipeOptions["owner"]; bytes: number; lines: string[] };

/** The named pipes of a machine, by path. Paths given to the constructor name something else than a pipe. */
export class FakeNamedPipes {
  readonly #files = new Map<string, File>();
  readonly #others: ReadonlySet<string>;

  constructor(others: readonly string[] = []) {
    this.#others = new Set(others);
  }

  /** An OpenNamedPipe. */
  readonly open = ({ path, mode, owner }: NamedPipeOptions): NamedPipe => {
    if (this.#others.has(path)) throw new SystemException(fakeError("open", "ENXIO"));
    const existing = this.#files.get(path);
    const file: File = existing ?? { mode, owner, bytes: 0, lines: [] };
    this.#files.set(path, file);
    return {
      // Fakes write ASCII: one byte for each character.
      write: (line): SystemError | undefined => {
        assert(line.length <= pipeLineLimit, "a pipe takes longer lines in pieces");
        if (file.bytes + line.length > capacity) return fakeError("write", "EAGAIN");
        file.bytes += line.length;
        file.lines.push(line);
        return undefined;
      },
      close: () => {
        if (existing === undefined && this.#files.get(path) === file) this.#files.delete(path);
      },
    };
  };

  /** As somebody else makes one. */
  make(path: string): void {
    this.#files.set(path, { mode: 0o600, owner: undefined, bytes: 0, lines: [] });
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  /** Undefined when there is no such pipe. */
  mode(path: string): number | undefined {
    return this.#files.get(path)?.mode;
  }

  /** What it holds, which is taken out of it. */
  read(path: string): string {
    const file = this.#files.get(path);
    if (file === undefined) return "";
    const text = file.lines.join("");
    file.lines = [];
    file.bytes = 0;
    return text;
  }
}
