import { connect, type Socket } from "node:net";

/** What a client does: `hold` occupies connections and reads nothing, `press` asks as often as it is answered. */
export type FloodTask = {
  readonly kind: "hold" | "press";
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly connections: number;
};

/** Connections opened and closed, and answers that have come. */
export type FloodReport = { readonly opened: number; readonly closed: number; readonly answers: number };

const requests: readonly string[] = ["/api/v1/status", "/metrics", "/healthz", "/"];

/** Writes "begun" when all connections are there, or the first answer is; its report when its standard input ends. */
function main(task: FloodTask): void {
  let opened = 0;
  let closed = 0;
  let answers = 0;
  const report = (): void => {
    const done: FloodReport = { opened, closed, answers };
    say(JSON.stringify(done));
    process.exit(0);
  };
  process.stdin.on("end", report).resume();
  for (let index = 0; index < task.connections; index += 1) open(index);

  function open(index: number): void {
    const socket = connect(task.port, task.host, () => {
      opened += 1;
      if (task.kind === "hold" && opened === task.connections) say("begun");
      if (task.kind === "press") press(socket, index);
      else hold(socket, index);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      closed += 1;
      // The one that was shown the door comes back at once.
      setTimeout(() => open(index), 100);
    });
  }

  /** One request after the other. */
  function press(socket: Socket, index: number): void {
    let next = index;
    const ask = (): void => {
      next += 1;
      socket.write(head(requests[next % requests.length] ?? "/"));
    };
    socket.on("data", (chunk: Buffer) => {
      for (let at = chunk.indexOf(answer); at !== -1; at = chunk.indexOf(answer, at + 1)) {
        answers += 1;
        if (answers === 1) say("begun");
        ask();
      }
    });
    ask();
  }

  /** A stream that is not read, an answer that is not read, or a request that never ends. */
  function hold(socket: Socket, index: number): void {
    socket.pause();
    if (index % 3 === 0) socket.write(head("/api/v1/events?after=0"));
    else if (index % 3 === 1) socket.write(head("/metrics").repeat(50));
    else socket.write("GET / HTTP/1.1\r\nHost: ");
  }

  function head(path: string): string {
    return `GET ${path} HTTP/1.1\r\nHost: ${task.host}\r\nAuthorization: Bearer ${task.token}\r\n\r\n`;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const answer = Buffer.from("HTTP/1.1 ");

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the lab
main(JSON.parse(process.argv[2] ?? "{}") as FloodTask);
