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
import { openIcmpSocket } from "./icmp-socket.ts";
import { Readiness } from "./readiness.ts";
import { TcpStream } from "./tcp-stream.ts";
import { UdpExchange } from "./udp-exchange.ts";

/** Throws SystemException. */
export function openProbeSockets(): ProbeSockets {
  return new LinuxProbeSockets();
}

class LinuxProbeSockets implements ProbeSockets {
  readonly #readiness = new Readiness();
  readonly #open = new Set<{ close(): void }>();
  readonly #forget = (socket: { close(): void }): void => void this.#open.delete(socket);

  connect(path: ProbePath, listener: StreamListener): ProbeStream {
    return this.#hold(new TcpStream(this.#readiness, path, listener, this.#forget));
  }

  exchange(path: ProbePath, listener: DatagramListener): ProbeDatagrams {
    return this.#hold(new UdpExchange(this.#readiness, path, listener, this.#forget));
  }

  openIcmp(options: IcmpOptions, listener: IcmpListener): IcmpSocket {
    return this.#hold(openIcmpSocket(options, listener, this.#forget));
  }

  close(): void {
    for (const each of this.#open) each.close();
    this.#readiness.close();
  }

  #hold<T extends { close(): void }>(socket: T): T {
    this.#open.add(socket);
    return socket;
  }
}
