import { assert } from "../../base/assert.ts";
import {
  aligned,
  controlType,
  decodeError,
  decodeMessages,
  messageLength,
  netlinkFlag,
  type NetlinkMessage,
  writeMessage,
} from "../../wire/netlink/message.ts";
import { type SystemError, SystemException } from "../ports.ts";
import { errno, systemError } from "./errno.ts";
import { bind, close, recv, send, socket } from "./ffi.ts";
import { addressFamily, netlinkSocketAddress } from "./socket-address.ts";
import { messageFlag, optionLevel, setOptions, setReceiveBuffer, socketType } from "./socket-options.ts";
import { failureOf, must, prepared } from "./system-call.ts";

/** One request of a conversation. `call` names it in errors: "RTM_NEWADDR". */
export type NetlinkRequest = {
  readonly call: string;
  readonly type: number;
  readonly flags: number;
  readonly payload: Uint8Array;
};

export type NetlinkSocketOptions = {
  /** NETLINK_ROUTE is 0. */
  readonly protocol: number;
  /** Multicast groups as bits; 0 for a socket that only asks. */
  readonly groups: number;
  /** Of the receive buffer, in bytes. */
  readonly receiveBuffer: number;
};

/** What came of reading: everything that was there, part of it, or everything after the kernel had dropped some. */
export type Reading = "drained" | "more" | "overrun";

/** What was written for one sending call: the sequence numbers in the order of the requests, and the bytes. */
type Batch = { readonly sequences: readonly number[]; readonly length: number };

const requestsPerBatch = 64;
const bytesPerBatch = 32 * 1024;
/** Datagrams per reading of events, more than a receive buffer holds: a flood holds the loop for some milliseconds. */
const datagramsPerReading = 4096;
/** How often a dump that changed while it was read is begun again. */
const dumpAttempts = 8;
const capAcknowledgements = 10;

/** The kernel fills at most 32 KiB of a dump into one datagram; other messages are far smaller. */
const datagramLimit = 64 * 1024;

/** Sequence numbers start again long before they have 32 bits. */
const sequenceLimit = 0x7fff_0000;

/** Shared by all sockets: it is read before the sending call returns. */
const sendScratch = new Uint8Array(bytesPerBatch);

/** A conversation with the kernel over netlink(7). The kernel answers inside of the sending call, so nothing waits. */
export class NetlinkSocket {
  readonly descriptor: number;
  readonly #datagram = new Uint8Array(datagramLimit);
  #sequence = 0;
  #closed = false;

  /** Throws SystemException. */
  constructor({ protocol, groups, receiveBuffer }: NetlinkSocketOptions) {
    const created = must("socket", socket(addressFamily.netlink, socketType.raw, protocol));
    this.descriptor = prepared(created, (descriptor) => {
      setReceiveBuffer(descriptor, receiveBuffer);
      // An error then comes without a copy of the request.
      setOptions(descriptor, [["NETLINK_CAP_ACK", optionLevel.netlink, capAcknowledgements, 1]]);
      must("bind", bind(descriptor, netlinkSocketAddress(groups)));
    });
  }

  /** Has the requests carried out in order, many in one call; one result for each: undefined when it was done. */
  execute(requests: readonly NetlinkRequest[]): readonly (SystemError | undefined)[] {
    if (this.#closed) return requests.map(({ call }) => systemError(call, errno.EBADF));
    const results: (SystemError | undefined)[] = [];
    while (results.length < requests.length) results.push(...this.#executeBatch(requests, results.length));
    return results;
  }

  /** One message that is not answered; undefined when the kernel took it. */
  tell(call: string, type: number, payload: Uint8Array): SystemError | undefined {
    const length = writeMessage(sendScratch, 0, { type, flags: 0, sequence: this.#nextSequence(), payload });
    return failureOf(call, send(this.descriptor, sendScratch, length, messageFlag.nonBlocking));
  }

  /**
   * Has the requests carried out together or not at all, with `begin` and `end` around them as nfnetlink wants it.
   * Undefined when they were; else the first that could not be. They must fit into one sending call of 32 KiB.
   */
  transact(begin: NetlinkRequest, requests: readonly NetlinkRequest[], end: NetlinkRequest): SystemError | undefined {
    if (this.#closed) return systemError(begin.call, errno.EBADF);
    const sequences = new Map<number, string>();
    let length = 0;
    for (const request of [begin, ...requests, end]) {
      const sequence = this.#nextSequence();
      const isInside = request !== begin && request !== end;
      const flags = request.flags | netlinkFlag.request | (isInside ? netlinkFlag.acknowledge : 0);
      if (isInside) sequences.set(sequence, request.call);
      length = writeMessage(sendScratch, length, { ...request, flags, sequence });
    }
    const sent = send(this.descriptor, sendScratch, length, messageFlag.nonBlocking);
    if (sent < 0) return failureOf(begin.call, sent);
    const answers = this.#readAnswers(new Set(sequences.keys()), this.#sequence - 1);
    for (const [sequence, value] of answers) {
      if (value !== 0) return systemError(sequences.get(sequence) ?? begin.call, value);
    }
    return answers.size === sequences.size ? undefined : systemError(begin.call, errno.ENOBUFS);
  }

  /** The one message, copied, that answers a request. Throws SystemException. */
  ask({ call, type, flags, payload }: NetlinkRequest): NetlinkMessage {
    this.#mustBeOpen(call);
    const own = this.#nextSequence();
    const message = { type, flags: flags | netlinkFlag.request, sequence: own, payload };
    must(call, send(this.descriptor, sendScratch, writeMessage(sendScratch, 0, message), messageFlag.nonBlocking));
    for (;;) {
      const length = must(call, recv(this.descriptor, this.#datagram, messageFlag.nonBlocking));
      const answer = this.#messages(length).find(({ sequence }) => sequence === own);
      if (answer?.type === controlType.error) throw dumpFailure(call, answer.payload);
      if (answer !== undefined) return { ...answer, payload: answer.payload.slice() };
    }
  }

  /** All messages of a dump, copied. Throws SystemException. */
  dump(request: NetlinkRequest): readonly NetlinkMessage[] {
    this.#mustBeOpen(request.call);
    let answer = this.#dumpOnce(request);
    for (let attempt = 1; answer.interrupted && attempt < dumpAttempts; attempt += 1) answer = this.#dumpOnce(request);
    return answer.messages;
  }

  /**
   * Hands over messages that have arrived, of `limit` datagrams at most; their payload is valid until `each` returns.
   */
  receive(each: (message: NetlinkMessage) => void, limit: number = datagramsPerReading): Reading {
    let reading: Reading = "more";
    for (let count = 0; count < limit && !this.#closed; count += 1) {
      const length = recv(this.descriptor, this.#datagram, messageFlag.nonBlocking);
      if (length === -errno.EAGAIN) return reading === "overrun" ? reading : "drained";
      // ENOBUFS: the queue was full and the kernel has dropped messages (netlink(7)).
      if (length < 0) reading = "overrun";
      else for (const message of this.#messages(length)) each(message);
    }
    return reading;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    close(this.descriptor);
  }

  #executeBatch(requests: readonly NetlinkRequest[], start: number): readonly (SystemError | undefined)[] {
    const { sequences, length } = this.#writeBatch(requests, start);
    const calls = requests.slice(start, start + sequences.length).map(({ call }) => call);
    const sent = send(this.descriptor, sendScratch, length, messageFlag.nonBlocking);
    if (sent < 0) return calls.map((call) => failureOf(call, sent));
    const last = sequences.at(-1) ?? 0;
    const answers = this.#readAnswers(new Set(sequences), last);
    // Without the last acknowledgement answers were dropped for want of room.
    const unanswered = answers.has(last) ? 0 : errno.ENOBUFS;
    return calls.map((call, index) => {
      const value = answers.get(sequences[index] ?? 0) ?? unanswered;
      return value === 0 ? undefined : systemError(call, value);
    });
  }

  #writeBatch(requests: readonly NetlinkRequest[], start: number): Batch {
    let length = 0;
    const sequences: number[] = [];
    const end = endOfBatch(requests, start);
    assert(end > start, "a netlink request is larger than a batch");
    for (const [index, { type, flags, payload }] of requests.slice(start, end).entries()) {
      const sequence = this.#nextSequence();
      // The kernel answers what it refuses in any case, and everything in order: the last acknowledgement is for all.
      const acknowledge = start + index === end - 1 ? netlinkFlag.acknowledge : 0;
      const all = flags | netlinkFlag.request | acknowledge;
      length = writeMessage(sendScratch, length, { type, flags: all, sequence, payload });
      sequences.push(sequence);
    }
    return { sequences, length };
  }

  /** Positive errno or 0 by sequence number, of those that were answered. */
  #readAnswers(sequences: ReadonlySet<number>, last: number): ReadonlyMap<number, number> {
    const answers = new Map<number, number>();
    let reading: Reading = "more";
    while (!answers.has(last) && reading === "more") {
      reading = this.receive(({ type, sequence, payload }) => {
        const value = type === controlType.error ? decodeError(payload) : undefined;
        if (value?.ok === true && sequences.has(sequence)) answers.set(sequence, value.value);
      });
    }
    return answers;
  }

  #dumpOnce({ call, type, payload }: NetlinkRequest): {
    readonly messages: readonly NetlinkMessage[];
    readonly interrupted: boolean;
  } {
    const own = this.#nextSequence();
    const flags = netlinkFlag.request | netlinkFlag.dump;
    const end = writeMessage(sendScratch, 0, { type, flags, sequence: own, payload });
    must(call, send(this.descriptor, sendScratch, aligned(end), messageFlag.nonBlocking));
    const messages: NetlinkMessage[] = [];
    let interrupted = false;
    let done = false;
    while (!done) {
      const length = must(call, recv(this.descriptor, this.#datagram, messageFlag.nonBlocking));
      for (const message of this.#messages(length)) {
        if (message.sequence !== own) continue;
        interrupted ||= (message.flags & netlinkFlag.dumpInterrupted) !== 0;
        if (message.type === controlType.error) throw dumpFailure(call, message.payload);
        if (message.type === controlType.done) done = true;
        else messages.push({ ...message, payload: message.payload.slice() });
      }
    }
    return { messages, interrupted };
  }

  /** Views of the datagram that was received last. */
  #messages(length: number): readonly NetlinkMessage[] {
    const messages = decodeMessages(this.#datagram.subarray(0, length));
    return messages.ok ? messages.value : [];
  }

  #mustBeOpen(call: string): void {
    if (this.#closed) throw new SystemException(systemError(call, errno.EBADF));
  }

  #nextSequence(): number {
    this.#sequence = this.#sequence < sequenceLimit ? this.#sequence + 1 : 1;
    return this.#sequence;
  }
}

/** The index behind the last of the requests that go into one sending call. */
function endOfBatch(requests: readonly NetlinkRequest[], start: number): number {
  let end = start;
  let length = 0;
  while (end < requests.length && end - start < requestsPerBatch) {
    length += messageLength(requests[end]?.payload ?? new Uint8Array(0));
    if (length > bytesPerBatch) break;
    end += 1;
  }
  return end;
}

function dumpFailure(call: string, payload: Uint8Array): SystemException {
  const value = decodeError(payload);
  return new SystemException(systemError(call, value.ok ? value.value : errno.EPROTO));
}
