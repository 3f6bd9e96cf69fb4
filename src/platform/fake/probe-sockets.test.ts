import { IpAddress } from "../../base/ip-address.ts";
import { milliseconds } from "../../base/time.ts";
import { probeSocketsContract } from "../contract/probe-sockets.ts";
import { FakeClock } from "./clock.ts";
import { FakeProbeSockets, type FakeServer } from "./probe-sockets.ts";

const addresses = { ipv4: IpAddress.of("192.0.2.2"), ipv6: IpAddress.of("2001:db8::2") };
const ports = { echo: 7, ending: 8, resetting: 9, refusing: 10 };

const servers: readonly (readonly [number, FakeServer])[] = [
  [ports.echo, { received: (connection, bytes) => connection.send(bytes) }],
  [
    ports.ending,
    {
      received: (connection) => {
        connection.send(new TextEncoder().encode("bye"));
        connection.end();
      },
    },
  ],
  [ports.resetting, { received: (connection) => connection.reset() }],
];

probeSocketsContract("the fake network", () => {
  const clock = new FakeClock();
  const sockets = new FakeProbeSockets(clock);
  for (const address of Object.values(addresses)) {
    for (const [port, server] of servers) sockets.listen(address, port, server);
    sockets.respond(address, ports.echo, (bytes) => bytes);
  }
  const until = async (condition: () => boolean): Promise<void> => {
    for (let round = 0; !condition(); round += 1) {
      if (round > 1000) throw new Error("it did not come about");
      clock.advance(milliseconds(1));
    }
    return Promise.resolve();
  };
  return { sockets, addresses, ports, until };
});
