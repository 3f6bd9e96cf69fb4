import type { IpAddress } from "../../base/ip-address.ts";
import type { SystemError } from "../ports.ts";
import type {
  DatagramListener,
  IcmpListener,
  IcmpOptions,
  IcmpSocket,
  ProbeDatagrams,
  ProbePath,
  ProbeSockets,
  ProbeStream,
  StreamListener,
} from "../probe-sockets.ts";
import type { FakeClock } from "./clock.ts";
import { fakeError } from "./errors.ts";

/** A connection as the server has it. */
export interface FakeConnection {
  send(bytes: Uint8Array): void;
  end(): void;
  reset(): void;
}

/** What a server does; one that does nothing hangs. */
export type FakeServer = {
  readonly accepted?: ((connection: FakeConnection) => void) | undefined;
  readonly received?: ((connection: FakeConnection, bytes: Uint8Array) => void) | undefined;
};

/** What a port of UDP answers; undefined: nothing. */
export type FakeResponder = (bytes: Uint8Array) => Uint8Array | undefined;

/** Machines are there as soon as something of them is; a port without a server refuses. Nothing
 * comes from those that are not there. */
export class FakeProbeSockets implements ProbeSockets {
  readonly #clock: FakeClock;
  readonly #servers = new Map<string, FakeServer>();
  readonly #responders = new Map<string, FakeResponder>();
  readonly #machines = new Set<string>();
  readonly #open = new Set<{ close(): void }>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  /** How many sockets are open. */
  get open(): number {
    return this.#open.size;
  }

  listen(address: IpAddress, port: number, server: FakeServer): void {
    this.#machines.add(address.toString());
    this.#servers.set(keyOf(address, port), server);
  }

  respond(address: IpAddress, port: number, responder: FakeResponder): void {
    this.#machines.add(address.toString());
    this.#responders.set(keyOf(address, port), responder);
  }

  connect({ address, port }: ProbePath, listener: StreamListener): ProbeStream {
    const stream = new FakeStream(
      (action) => this.#later(action),
      listener,
      (gone) => this.#open.delete(gone),
    );
    this.#open.add(stream);
    if (this.#machines.has(address.toString())) stream.reach(this.#servers.get(keyOf(address, port)));
    return stream;
  }

  exchange({ address, port }: ProbePath, listener: DatagramListener): ProbeDatagrams {
    const socket: ProbeDatagrams = {
      send: (bytes) => {
        const responder = this.#responders.get(keyOf(address, port));
        const answer = responder?.(bytes.slice());
        this.#later(() => {
          if (!this.#open.has(socket) || !this.#machines.has(address.toString())) return;
          if (responder === undefined) {
            socket.close();
            listener.failed(fakeError("recv", "ECONNREFUSED"));
          } else if (answer !== undefined) listener.received(answer);
        });
      },
      close: () => void this.#open.delete(socket),
    };
    this.#open.add(socket);
    return socket;
  }

  /** Machines answer every echo request. */
  openIcmp({ family }: IcmpOptions, listener: IcmpListener): IcmpSocket {
    const socket: IcmpSocket = {
      send: (destination, message): SystemError | undefined => {
        if (!this.#open.has(socket)) return fakeError("sendto", "EBADF");
        const reply = message.slice();
        reply[0] = family === "ipv4" ? 0 : 129;
        this.#later(() => {
          if (this.#open.has(socket) && this.#machines.has(destination.toString())) listener(destination, reply);
        });
        return undefined;
      },
      close: () => void this.#open.delete(socket),
    };
    this.#open.add(socket);
    return socket;
  }

  close(): void {
    for (const each of this.#open) each.close();
  }

  #later(action: () => void): void {
    this.#clock.schedule(this.#clock.now(), action);
  }
}

class FakeStream implements ProbeStream {
  readonly #later: (action: () => void) => void;
  readonly #listener: StreamListener;
  readonly #gone: (stream: FakeStream) => void;
  #server: FakeServer | undefined;
  #closed = false;

  constructor(later: (action: () => void) => void, listener: StreamListener, gone: (stream: FakeStream) => void) {
    this.#later = later;
    this.#listener = listener;
    this.#gone = gone;
  }

  /** Undefined: nobody listens on the port. */
  reach(server: FakeServer | undefined): void {
    this.#server = server;
    this.#whileOpen(() => {
      if (server === undefined) return this.#break(fakeError("connect", "ECONNREFUSED"));
      this.#listener.opened();
      if (!this.#closed) server.accepted?.(this.#serverSide);
    });
  }

  send(bytes: Uint8Array): void {
    const copy = bytes.slice();
    this.#whileOpen(() => this.#server?.received?.(this.#serverSide, copy));
  }

  release(): number {
    throw new RangeError("there is no descriptor of a fake connection");
  }

  close(): void {
    this.#closed = true;
    this.#gone(this);
  }

  get #serverSide(): FakeConnection {
    return {
      send: (bytes) => {
        const copy = bytes.slice();
        this.#whileOpen(() => this.#listener.received(copy));
      },
      end: () => this.#whileOpen(() => this.#break(undefined)),
      reset: () => this.#whileOpen(() => this.#break(fakeError("recv", "ECONNRESET"))),
    };
  }

  #whileOpen(action: () => void): void {
    this.#later(() => {
      if (!this.#closed) action();
    });
  }

  #break(error: SystemError | undefined): void {
    this.close();
    this.#listener.ended(error);
  }
}

function keyOf(address: IpAddress, port: number): string {
  return `${address.toString()} ${port}`;
}
