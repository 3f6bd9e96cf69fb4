import { constants, endianness } from "node:os";

import koffi from "koffi";

import { assert } from "../../base/assert.ts";

/**
 * The calls: functions of the C library as they are, and nothing else. The only file that knows the FFI library.
 *
 * A call that can fail returns a number: zero or more on success, the negative errno on failure, so that the way
 * without failure allocates nothing. Buffers are passed as they are; a structure that holds pointers to other
 * buffers is filled with `addressOf`, and whoever fills it keeps those buffers alive. The memory of a buffer never
 * moves. No call blocks, but `posixSpawn`, which lasts until the child has executed its program, and `poll`.
 */

// Structures are laid out by hand for the one data model of 64-bit little-endian Linux.
assert(endianness() === "LE" && koffi.sizeof("void *") === 8, "Holdfast needs a 64-bit little-endian machine");

type Argument = number | bigint | string | Uint8Array | null;
type NativeFunction = (...values: readonly Argument[]) => number;

const libc = koffi.load(null);

function native(definition: string): NativeFunction {
  return libc.func(definition);
}

/** Undefined where the C library does not have it. */
function optional(definition: string): NativeFunction | undefined {
  try {
    return native(definition);
  } catch {
    return undefined;
  }
}

const calls = {
  bind: native("int bind(int, void *, unsigned int)"),
  close: native("int close(int)"),
  connect: native("int connect(int, void *, unsigned int)"),
  epollControl: native("int epoll_ctl(int, int, int, void *)"),
  epollCreate1: native("int epoll_create1(int)"),
  epollWait: native("int epoll_wait(int, void *, int, int)"),
  fchmod: native("int fchmod(int, unsigned int)"),
  fchown: native("int fchown(int, unsigned int, unsigned int)"),
  fcntl: native("int fcntl(int, int, int)"),
  getsockopt: native("int getsockopt(int, int, int, void *, void *)"),
  inotifyAddWatch: native("int inotify_add_watch(int, const char *, unsigned int)"),
  inotifyInit1: native("int inotify_init1(int)"),
  inotifyRemoveWatch: native("int inotify_rm_watch(int, int)"),
  kill: native("int kill(int, int)"),
  mlock2: optional("int mlock2(size_t, size_t, unsigned int)"),
  mkfifo: native("int mkfifo(const char *, unsigned int)"),
  ftruncate: native("int ftruncate(int, long)"),
  mmap: native("long mmap(void *, size_t, int, int, int, long)"),
  open: native("int open(const char *, int, int)"),
  pipe2: native("int pipe2(void *, int)"),
  poll: native("int poll(void *, unsigned long, int)"),
  read: native("long read(int, void *, size_t)"),
  recv: native("long recv(int, void *, size_t, int)"),
  recvmmsg: native("int recvmmsg(int, void *, unsigned int, int, void *)"),
  schedSetAffinity: native("int sched_setaffinity(int, size_t, void *)"),
  schedSetScheduler: native("int sched_setscheduler(int, int, void *)"),
  send: native("long send(int, void *, size_t, int)"),
  sendmmsg: native("int sendmmsg(int, void *, unsigned int, int)"),
  sendmsg: native("long sendmsg(int, void *, int)"),
  sendto: native("long sendto(int, void *, size_t, int, void *, unsigned int)"),
  setns: native("int setns(int, int)"),
  setrlimit: native("int setrlimit(int, void *)"),
  setsockopt: native("int setsockopt(int, int, int, void *, unsigned int)"),
  socket: native("int socket(int, int, int)"),
  syscall: native("long syscall(long, long, long, long, long)"),
  timerfdCreate: native("int timerfd_create(int, int)"),
  timerfdSettime: native("int timerfd_settime(int, int, void *, void *)"),
  waitid: native("int waitid(int, int, void *, int)"),
  write: native("long write(int, void *, size_t)"),
};

function outcome(result: number): number {
  return result < 0 ? -koffi.errno() : result;
}

/** Where the first byte of a buffer lies, to be written into structures. */
export function addressOf(bytes: Uint8Array): number {
  return Number(koffi.address(bytes));
}

export function socket(domain: number, type: number, protocol: number): number {
  return outcome(calls.socket(domain, type, protocol));
}

export function bind(descriptor: number, address: Uint8Array): number {
  return outcome(calls.bind(descriptor, address, address.length));
}

/** -EINPROGRESS: the connection of a socket that does not block is on its way. */
export function connect(descriptor: number, address: Uint8Array, length: number): number {
  return outcome(calls.connect(descriptor, address, length));
}

/** `length` is a 32-bit integer: the size of the value, before and after. */
export function getsockopt(
  descriptor: number,
  level: number,
  option: number,
  value: Uint8Array,
  length: Uint8Array,
): number {
  return outcome(calls.getsockopt(descriptor, level, option, value, length));
}

export function setsockopt(descriptor: number, level: number, option: number, value: Uint8Array): number {
  return outcome(calls.setsockopt(descriptor, level, option, value, value.length));
}

/** Bytes sent. */
export function send(descriptor: number, bytes: Uint8Array, length: number, flags: number): number {
  return outcome(calls.send(descriptor, bytes, length, flags));
}

/** Bytes sent. */
export function sendto(descriptor: number, bytes: Uint8Array, flags: number, address: Uint8Array): number {
  return outcome(calls.sendto(descriptor, bytes, bytes.length, flags, address, address.length));
}

/** `header` is a `struct msghdr`. Bytes sent. */
export function sendmsg(descriptor: number, header: Uint8Array, flags: number): number {
  return outcome(calls.sendmsg(descriptor, header, flags));
}

/** `headers` is an array of `count` elements of `struct mmsghdr`. Messages sent. */
export function sendmmsg(descriptor: number, headers: Uint8Array, count: number, flags: number): number {
  return outcome(calls.sendmmsg(descriptor, headers, count, flags));
}

/** Bytes received. */
export function recv(descriptor: number, bytes: Uint8Array, flags: number): number {
  return outcome(calls.recv(descriptor, bytes, bytes.length, flags));
}

/** `headers` is an array of `count` elements of `struct mmsghdr`. Messages received. */
export function recvmmsg(descriptor: number, headers: Uint8Array, count: number, flags: number): number {
  return outcome(calls.recvmmsg(descriptor, headers, count, flags, null));
}

/** Bytes read. */
export function read(descriptor: number, bytes: Uint8Array): number {
  return outcome(calls.read(descriptor, bytes, bytes.length));
}

/** Bytes written. */
export function write(descriptor: number, bytes: Uint8Array): number {
  return outcome(calls.write(descriptor, bytes, bytes.length));
}

/** A named pipe; `mode` loses the bits of the umask. */
export function mkfifo(path: string, mode: number): number {
  return outcome(calls.mkfifo(path, mode));
}

export function fchmod(descriptor: number, mode: number): number {
  return outcome(calls.fchmod(descriptor, mode));
}

export function fchown(descriptor: number, user: number, group: number): number {
  return outcome(calls.fchown(descriptor, user, group));
}

/** The descriptor is gone in any case. */
export function close(descriptor: number): void {
  calls.close(descriptor);
}

/** A descriptor of a file; `mode` is for one that the flags let it create. */
export function open(path: string, flags: number, mode = 0): number {
  return outcome(calls.open(path, flags, mode));
}

/** A descriptor that becomes readable when something happens to what is watched. */
export function inotifyInit1(flags: number): number {
  return outcome(calls.inotifyInit1(flags));
}

/** A number for the file or directory, the same as before when it is watched already. */
export function inotifyAddWatch(descriptor: number, path: string, mask: number): number {
  return outcome(calls.inotifyAddWatch(descriptor, path, mask));
}

export function inotifyRemoveWatch(descriptor: number, watch: number): number {
  return outcome(calls.inotifyRemoveWatch(descriptor, watch));
}

/** The commands that take an integer. */
export function fcntl(descriptor: number, command: number, value: number): number {
  return outcome(calls.fcntl(descriptor, command, value));
}

/** `ends` is an array of two 32-bit integers: the reading and the writing end. */
export function pipe2(ends: Uint8Array, flags: number): number {
  return outcome(calls.pipe2(ends, flags));
}

/** A descriptor of a timer. */
export function timerfdCreate(clock: number, flags: number): number {
  return outcome(calls.timerfdCreate(clock, flags));
}

/** `specification` is a `struct itimerspec`. */
export function timerfdSettime(descriptor: number, flags: number, specification: Uint8Array): number {
  return outcome(calls.timerfdSettime(descriptor, flags, specification, null));
}

/** Sends a signal to a process, or to a process group when `pid` is negative. */
export function kill(pid: number, signal: number): number {
  return outcome(calls.kill(pid, signal));
}

/** Has the same number on every architecture. */
const pidfdOpenNumber = 434;

/** A descriptor that becomes readable when the process ends. */
export function pidfdOpen(pid: number): number {
  return outcome(calls.syscall(pidfdOpenNumber, pid, 0, 0, 0));
}

/** Has the same number on every architecture. */
const pidfdGetfdNumber = 438;

/** A share in a descriptor of the process that `process` stands for. */
export function pidfdGetDescriptor(process: number, descriptor: number): number {
  return outcome(calls.syscall(pidfdGetfdNumber, process, descriptor, 0, 0));
}

/** Has the same number on every architecture. */
const pidfdSendSignalNumber = 424;

/** Sends a signal to exactly the process that the descriptor stands for. */
export function pidfdSendSignal(descriptor: number, signal: number): number {
  return outcome(calls.syscall(pidfdSendSignalNumber, descriptor, signal, 0, 0));
}

/** `descriptors` is an array of `struct pollfd`; waits for at most that many milliseconds. How many have events. */
export function poll(descriptors: Uint8Array, count: number, milliseconds: number): number {
  return outcome(calls.poll(descriptors, count, milliseconds));
}

/** Makes a file that long. */
export function ftruncate(descriptor: number, length: number): number {
  return outcome(calls.ftruncate(descriptor, length));
}

const mapProtection = 1 | 2;
const mapShared = 1;

/**
 * The first bytes of a file as memory, shared with everybody who reads the file, for the life of this process. The
 * negative errno when that cannot be.
 */
export function mapFile(descriptor: number, length: number): ArrayBuffer | number {
  const address = outcome(calls.mmap(null, length, mapProtection, mapShared, descriptor, 0));
  return address < 0 ? address : koffi.view(BigInt(address), length);
}

/** A descriptor that is readable while one of those that it watches is ready. */
export function epollCreate1(flags: number): number {
  return outcome(calls.epollCreate1(flags));
}

/** `event` is a `struct epoll_event`. */
export function epollControl(epoll: number, operation: number, descriptor: number, event: Uint8Array): number {
  return outcome(calls.epollControl(epoll, operation, descriptor, event));
}

/** `events` is an array of `count` elements of `struct epoll_event`. How many were filled; waits for none. */
export function epollWait(epoll: number, events: Uint8Array, count: number): number {
  return outcome(calls.epollWait(epoll, events, count, 0));
}

/** `information` is a `siginfo_t`. */
export function waitid(idType: number, id: number, information: Uint8Array, options: number): number {
  return outcome(calls.waitid(idType, id, information, options));
}

/** Moves this thread, which is the one of the event loop, into the namespace that the descriptor stands for. */
export function setns(descriptor: number, kind: number): number {
  return outcome(calls.setns(descriptor, kind));
}

/** The scheduling policy of one thread; 0 is the one that calls. `parameters` is a `struct sched_param`. */
export function schedSetScheduler(thread: number, policy: number, parameters: Uint8Array): number {
  return outcome(calls.schedSetScheduler(thread, policy, parameters));
}

/** The processors of one thread; `mask` has a bit for each. */
export function schedSetAffinity(thread: number, mask: Uint8Array): number {
  return outcome(calls.schedSetAffinity(thread, mask.length, mask));
}

/** Keeps a stretch of this process in memory (glibc 2.27). */
export function mlock2(start: number, length: number, flags: number): number {
  return calls.mlock2 === undefined ? -constants.errno.ENOSYS : outcome(calls.mlock2(start, length, flags));
}

/** `limits` is a `struct rlimit`: two 64-bit integers. */
export function setrlimit(resource: number, limits: Uint8Array): number {
  return outcome(calls.setrlimit(resource, limits));
}

/** The functions of posix_spawn(3) and its attributes return the positive errno, or zero. */
export const spawn = {
  posixSpawnp: native("int posix_spawnp(void *, const char *, void *, void *, void *, void *)"),
  attributesInit: native("int posix_spawnattr_init(void *)"),
  attributesSetFlags: native("int posix_spawnattr_setflags(void *, short)"),
  attributesSetSignalDefault: native("int posix_spawnattr_setsigdefault(void *, void *)"),
  attributesSetSignalMask: native("int posix_spawnattr_setsigmask(void *, void *)"),
  actionsInit: native("int posix_spawn_file_actions_init(void *)"),
  actionsDestroy: native("int posix_spawn_file_actions_destroy(void *)"),
  actionsAddOpen: native("int posix_spawn_file_actions_addopen(void *, int, const char *, int, unsigned int)"),
  actionsAddDuplicate: native("int posix_spawn_file_actions_adddup2(void *, int, int)"),
  /** glibc 2.29, musl 1.1.24. */
  actionsAddChangeDirectory: native("int posix_spawn_file_actions_addchdir_np(void *, const char *)"),
  /** glibc 2.34. */
  actionsAddCloseFrom: optional("int posix_spawn_file_actions_addclosefrom_np(void *, int)"),
} as const;

/** Calls `ready` on the event loop again and again for as long as the descriptor has something to read, or an error. */
export type PollHandle = { close(): void };

export function pollReadable(descriptor: number, ready: () => void): PollHandle {
  const options = { readable: true };
  let closed = false;
  const listener = (status: unknown): void => {
    ready();
    // After an error, such as that of an overrun, the event loop has stopped to look at the descriptor.
    if (status !== 0 && !closed) handle.start(options, listener);
  };
  const handle = koffi.node.poll(descriptor, options, listener);
  return {
    close() {
      closed = true;
      handle.close();
    },
  };
}
