import { helperCommand, printHelperTask, type HelperCommand } from "./helper.ts";
import type { LabNode } from "./node.ts";
import type { Program } from "./program.ts";

/** Serves a page that names its node, at every address the node has or gets. */
export class PageServer {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  /** Resolves when it listens; rejects with CommandError when it cannot. */
  static async start(node: LabNode, port = 80, helper: HelperCommand = helperCommand()): Promise<PageServer> {
    const program = node.spawn([
      ...helper,
      printHelperTask({ kind: "serve-pages", options: { node: node.name, port } }),
    ]);
    await program.awaitLine(/^listening$/u);
    return new PageServer(program);
  }

  async stop(): Promise<void> {
    this.#program.input.end();
    await this.#program.ended;
  }
}
