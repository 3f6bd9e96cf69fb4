import { readlinkSync } from "node:fs";

import {
  decodeProcessEvent,
  encodeProcessListen,
  processEventGroup,
  type ProcessEvent,
} from "../../wire/netlink/process-event.ts";
import { controlType } from "../../wire/netlink/message.ts";
import { printSystemError, type SystemError, SystemException } from "../ports.ts";
import { NetlinkSocket, type Reading } from "./netlink.ts";
import { insideNetworkNamespace, outerNetworkNamespace } from "./network-namespace.ts";

const netlinkConnector = 11;

/** Events that are taken in one go: each may cost a look at a process. */
const eventsPerReading = 16;

/** Of the first PID namespace (linux/proc_ns.h): process numbers are those of this one. */
const firstPidNamespace = "pid:[4026531836]";

/** The kernel's news of processes, through its process connector. */
export class ProcessConnector {
  readonly #socket: NetlinkSocket;

  constructor(socket: NetlinkSocket) {
    this.#socket = socket;
  }

  get descriptor(): number {
    return this.#socket.descriptor;
  }

  receive(each: (event: ProcessEvent) => void): Reading {
    return this.#socket.receive(({ payload }) => {
      const event = decodeProcessEvent(payload);
      if (event !== undefined) each(event);
    }, eventsPerReading);
  }

  close(): void {
    this.#socket.close();
  }
}

/**
 * The connector, or why there is none. The kernel has one in the first network namespace only, which a process of
 * another one enters for the moment of opening; where the socket was opened is where it stays.
 */
export function openProcessConnector(receiveBuffer: number): ProcessConnector | string {
  if (pidNamespace() !== firstPidNamespace) return "this is not the first PID namespace";
  try {
    const here = listen(receiveBuffer);
    if (here instanceof ProcessConnector) return here;
    return insideNetworkNamespace(outerNetworkNamespace(), () => {
      const there = listen(receiveBuffer);
      return there instanceof ProcessConnector ? there : printSystemError(there);
    });
  } catch (error) {
    // Also those of Node.js, about a namespace that may not be entered; a broken invariant is neither.
    if (error instanceof SystemException || (error instanceof Error && "syscall" in error)) return error.message;
    throw error;
  }
}

function listen(receiveBuffer: number): ProcessConnector | SystemError {
  const socket = new NetlinkSocket({ protocol: netlinkConnector, groups: processEventGroup, receiveBuffer });
  const error = socket.tell("PROC_CN_MCAST_LISTEN", controlType.done, encodeProcessListen());
  if (error === undefined) return new ProcessConnector(socket);
  socket.close();
  return error;
}

function pidNamespace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch (error) {
    throw new SystemException({ call: "readlink", errno: 0, code: String(error) });
  }
}
