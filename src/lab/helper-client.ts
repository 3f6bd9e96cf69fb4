import { connect } from "node:net";

/** The header in which a page names the node that served it. */
export const nodeHeader = "x-node";

export type AskTarget = { readonly address: string; readonly port: number };
export type AskOptions = {
  readonly targets: readonly AskTarget[];
  /** Milliseconds between two questions to one target. */
  readonly every: number;
  /** Milliseconds after which a question counts as unanswered. */
  readonly patience: number;
};

/** One question and what came of it; times in milliseconds since 1970. */
export type Asked = {
  readonly address: string;
  readonly at: number;
  /** The node that answered; undefined when nobody did. */
  readonly node?: string;
};

/**
 * Asks each target for a page again and again, each time over a new connection, so that no answer comes from a
 * connection of the past. Every outcome is a line of JSON, an Asked.
 */
export function ask(options: AskOptions, tell: (line: string) => void): void {
  const round = (): void => {
    for (const target of options.targets) askOnce(target, options.patience, (asked) => tell(JSON.stringify(asked)));
  };
  round();
  setInterval(round, options.every);
}

function askOnce(target: AskTarget, patience: number, done: (asked: Asked) => void): void {
  const at = Date.now();
  const socket = connect({ host: target.address, port: target.port });
  let answer = "";
  let open = true;
  const finish = (node: string | undefined): void => {
    if (!open) return;
    open = false;
    clearTimeout(overdue);
    // A reset leaves no connection in TIME_WAIT: they would use up the ports.
    socket.resetAndDestroy();
    done({ address: target.address, at, ...(node === undefined ? {} : { node }) });
  };
  // After a standstill timers come first: an answer that has arrived is read before it is missed.
  const overdue = setTimeout(() => setImmediate(() => finish(undefined)), patience);
  socket.setEncoding("latin1");
  socket.on("connect", () => socket.write(`GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n`));
  socket.on("data", (chunk: string) => {
    answer += chunk;
    const node = new RegExp(`^${nodeHeader}: (.*)\r$`, "imu").exec(answer)?.[1];
    if (node !== undefined) finish(node);
  });
  socket.on("error", () => finish(undefined));
  socket.on("end", () => finish(undefined));
}
