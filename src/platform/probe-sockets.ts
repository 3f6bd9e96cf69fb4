import type { Family, IpAddress } from "../base/ip-address.ts";
import type { SystemError } from "./ports.ts";

/** Where the packets of a check go to and come from. What is undefined, or a mark of 0, is left to the kernel. */
export type ProbePath = {
  readonly address: IpAddress;
  readonly port: number;
  readonly source: ProbeSource;
};

export type ProbeSource = {
  readonly address: IpAddress | undefined;
  readonly port: number | undefined;
  /** The packets go out of this interface whatever the routes say. */
  readonly interface: string | undefined;
  /** Of the firewall. */
  readonly mark: number;
};

/** What a stream tells, never from inside the call that opens it, and nothing after it has been closed. */
export interface StreamListener {
  /** The connection is there. */
  opened(): void;
  /** Bytes, at least one, which are valid only until this returns. */
  received(bytes: Uint8Array): void;
  /**
   * The stream is closed: the other side has ended it (undefined), or it could not be made or broke. Errors of `bind`
   * and `setsockopt` are those of a source that cannot be used.
   */
  ended(error: SystemError | undefined): void;
}

/** A TCP connection of this side's making. */
export interface ProbeStream {
  /** Sends the bytes, which may be reused when this returns, as fast as the other side takes them. */
  send(bytes: Uint8Array): void;
  /** Hands over the descriptor of an open connection: the stream has nothing to do with it any more. */
  release(): number;
  /** Lets go of everything at once. May be called twice. */
  close(): void;
}

export interface DatagramListener {
  /** A datagram, valid only until this returns. */
  received(bytes: Uint8Array): void;
  /** The socket is closed; ECONNREFUSED and EHOSTUNREACH are what ICMP errors say. */
  failed(error: SystemError): void;
}

/** Datagrams to one port of one machine, and from there. */
export interface ProbeDatagrams {
  send(bytes: Uint8Array): void;
  close(): void;
}

/** An ICMP message from its type on, valid only until this returns; of IPv6 its checksum is right. */
export type IcmpListener = (source: IpAddress, message: Uint8Array) => void;

/** Answers to echo requests, and errors about them, of a whole machine: who has asked must be found out. */
export interface IcmpSocket {
  /** One message from its type on; the kernel fills in the checksum of IPv6. */
  send(destination: IpAddress, message: Uint8Array): SystemError | undefined;
  close(): void;
}

export type IcmpOptions = { readonly family: Family; readonly source: ProbeSource };

/** The sockets of health checks. No call blocks; `close` closes every socket that is left. */
export interface ProbeSockets {
  connect(path: ProbePath, listener: StreamListener): ProbeStream;
  exchange(path: ProbePath, listener: DatagramListener): ProbeDatagrams;
  /** Throws SystemException. */
  openIcmp(options: IcmpOptions, listener: IcmpListener): IcmpSocket;
  close(): void;
}
/** Throws SystemException. */
export type OpenProbeSockets = () => ProbeSockets;
