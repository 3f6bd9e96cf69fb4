import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Family, IpAddress } from "../../base/ip-address.ts";
import type { SystemError } from "../ports.ts";
import type { DatagramListener, ProbePath, ProbeSockets, ProbeSource, StreamListener } from "../probe-sockets.ts";
import type { Until } from "./patience.ts";

/** Ports of the machine that is spoken to. What is not here refuses. */
export type ProbePorts = {
  /** Sends back what it gets, over TCP and UDP. */
  readonly echo: number;
  /** Says "bye" and ends, when it is spoken to. */
  readonly ending: number;
  /** Resets the connection, when it is spoken to. */
  readonly resetting: number;
  readonly refusing: number;
};

export type ProbeSubject = {
  readonly sockets: ProbeSockets;
  /** Of one machine, which answers pings. */
  readonly addresses: Readonly<Record<Family, IpAddress>>;
  readonly ports: ProbePorts;
  readonly until: Until;
};

const anySource: ProbeSource = { address: undefined, port: undefined, interface: undefined, mark: 0 };

/** More than a socket takes at once, in bytes. */
const much = 4 * 1024 * 1024;

/** What all sockets of checks do. */
export function probeSocketsContract(name: string, open: () => ProbeSubject): void {
  describe(`probe sockets of ${name}`, () => {
    for (const family of ["ipv4", "ipv6"] as const) familyTests(family, open);
  });
}

function familyTests(family: Family, open: () => ProbeSubject): void {
  const check = (title: string, use: (subject: ProbeSubject) => Promise<void>): void => {
    test(`${title}, ${family}`, async () => {
      const subject = open();
      try {
        await use(subject);
      } finally {
        subject.sockets.close();
      }
    });
  };
  const path = ({ addresses }: ProbeSubject, port: number): ProbePath => ({
    address: addresses[family],
    port,
    source: anySource,
  });

  check("a connection is opened, and carries bytes both ways, also many", async (subject) => {
    const events = new StreamRecord();
    const stream = subject.sockets.connect(path(subject, subject.ports.echo), events);
    assert.deepEqual(events.kinds, [], "nothing is told from inside");
    await subject.until(() => events.kinds.includes("opened"));
    const bytes = new Uint8Array(much).map((_, index) => index % 251);
    stream.send(bytes.subarray(0, 5));
    stream.send(bytes.subarray(5));
    await subject.until(() => events.length === much);
    assert.ok(Buffer.concat(events.bytes).equals(bytes));
    assert.equal(events.kinds.at(-1), "received");
  });

  check("bytes come before the end, and nothing after it", async (subject) => {
    const events = new StreamRecord();
    const stream = subject.sockets.connect(path(subject, subject.ports.ending), events);
    await subject.until(() => events.kinds.includes("opened"));
    stream.send(Uint8Array.of(1));
    await subject.until(() => events.kinds.includes("ended"));
    assert.deepEqual(events.kinds, ["opened", "received", "ended"]);
    assert.equal(Buffer.concat(events.bytes).toString(), "bye");
    assert.equal(events.error, undefined);
  });

  check("a reset is an error", async (subject) => {
    const events = new StreamRecord();
    const stream = subject.sockets.connect(path(subject, subject.ports.resetting), events);
    await subject.until(() => events.kinds.includes("opened"));
    stream.send(Uint8Array.of(1));
    await subject.until(() => events.kinds.includes("ended"));
    assert.deepEqual([events.kinds, events.error?.code], [["opened", "ended"], "ECONNRESET"]);
  });

  check("a refusal is an error, told later and once", async (subject) => {
    const events = new StreamRecord();
    subject.sockets.connect(path(subject, subject.ports.refusing), events);
    assert.deepEqual(events.kinds, []);
    await subject.until(() => events.kinds.length > 0);
    assert.deepEqual(events.kinds, ["ended"]);
    assert.deepEqual([events.error?.call, events.error?.code], ["connect", "ECONNREFUSED"]);
  });

  check("one that is closed tells nothing, whenever it is closed", async (subject) => {
    const silent = new StreamRecord();
    const stream = subject.sockets.connect(path(subject, subject.ports.echo), silent);
    stream.close();
    stream.close();
    const refused = new StreamRecord();
    subject.sockets.connect(path(subject, subject.ports.refusing), refused).close();
    const inside = new StreamRecord();
    const other = subject.sockets.connect(path(subject, subject.ports.echo), inside);
    inside.onOpened = () => {
      other.send(Uint8Array.of(1));
      other.close();
      other.send(Uint8Array.of(2));
    };
    const last = new StreamRecord();
    const through = subject.sockets.connect(path(subject, subject.ports.echo), last);
    last.onOpened = () => through.send(Uint8Array.of(1));
    await subject.until(() => last.length === 1 && inside.kinds.length > 0);
    assert.deepEqual([silent.kinds, refused.kinds, inside.kinds], [[], [], ["opened"]]);
  });

  check("datagrams come back whole", async (subject) => {
    const events = new DatagramRecord();
    const socket = subject.sockets.exchange(path(subject, subject.ports.echo), events);
    socket.send(Uint8Array.of(1, 2, 3));
    assert.deepEqual(events.datagrams, []);
    await subject.until(() => events.datagrams.length > 0);
    assert.deepEqual(events.datagrams, [[1, 2, 3]]);
    socket.close();
    socket.send(Uint8Array.of(1));
    socket.close();
  });

  check("a datagram that nobody takes is an error, told once", async (subject) => {
    const events = new DatagramRecord();
    const socket = subject.sockets.exchange(path(subject, subject.ports.refusing), events);
    socket.send(Uint8Array.of(1));
    await subject.until(() => events.errors.length > 0);
    assert.deepEqual(
      events.errors.map(({ code }) => code),
      ["ECONNREFUSED"],
    );
    socket.send(Uint8Array.of(1));
  });

  check("an echo request is answered", async (subject) => {
    const replies: string[] = [];
    const options = { family, source: anySource };
    const socket = subject.sockets.openIcmp(options, (source, message) => {
      // Identifier, sequence and data.
      replies.push(`${source.toString()} ${message[0]} ${Buffer.from(message.subarray(4)).toString("hex")}`);
    });
    const request = family === "ipv4" ? "080098641234000561626364" : "800000001234000561626364";
    const bytes = Buffer.from(request, "hex");
    if (family === "ipv4") bytes.writeUInt16BE(ipv4EchoChecksum, 2);
    assert.equal(socket.send(subject.addresses[family], bytes), undefined);
    await subject.until(() => replies.length > 0);
    assert.deepEqual(replies, [`${subject.addresses[family].toString()} ${family === "ipv4" ? 0 : 129} ${data}`]);
    socket.close();
    assert.equal(socket.send(subject.addresses[family], bytes)?.code, "EBADF");
  });
}

/** What is behind the checksum of the request, and that of IPv4. */
const data = "1234000561626364";
const ipv4EchoChecksum = ~(((0x0800 + 0x1234 + 0x0005 + 0x6162 + 0x6364) % 0xffff) | 0) & 0xffff;

/** What a stream has told. */
class StreamRecord implements StreamListener {
  readonly kinds: ("opened" | "received" | "ended")[] = [];
  readonly bytes: Uint8Array[] = [];
  length = 0;
  error: SystemError | undefined;
  onOpened: (() => void) | undefined;

  opened(): void {
    this.kinds.push("opened");
    this.onOpened?.();
  }

  received(bytes: Uint8Array): void {
    this.kinds.push("received");
    this.bytes.push(bytes.slice());
    this.length += bytes.length;
  }

  ended(error: SystemError | undefined): void {
    this.kinds.push("ended");
    this.error = error;
  }
}

class DatagramRecord implements DatagramListener {
  readonly datagrams: (readonly number[])[] = [];
  readonly errors: SystemError[] = [];

  received(bytes: Uint8Array): void {
    this.datagrams.push([...bytes]);
  }

  failed(error: SystemError): void {
    this.errors.push(error);
  }
}
