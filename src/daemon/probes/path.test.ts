import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../../base/ip-address.ts";
import { loadConfiguration } from "../../config/load.ts";
import { connectFailure, pathOf, printEndpoint } from "./path.ts";

test("endpoints, as they stand in a Host header", () => {
  assert.equal(printEndpoint(IpAddress.of("192.0.2.1"), 80), "192.0.2.1:80");
  assert.equal(printEndpoint(IpAddress.of("2001:db8::1"), 8080), "[2001:db8::1]:8080");
});

const reason = (call: string, code: string): unknown => connectFailure({ call, code, errno: 1 });

test("what the server is at fault for, and what this machine", () => {
  assert.deepEqual(reason("connect", "ECONNREFUSED"), { kind: "connect", code: "ECONNREFUSED" });
  assert.deepEqual(reason("recv", "EHOSTUNREACH"), { kind: "connect", code: "EHOSTUNREACH" });
  assert.deepEqual(reason("connect", "EINVAL"), {
    kind: "impossible",
    message: "connect: EINVAL; a link-local address needs bind_if",
  });
  for (const [call, code, cure] of [
    ["bind", "EADDRNOTAVAIL", /address of this machine/u],
    ["setsockopt SO_BINDTODEVICE", "ENODEV", /^bind_if: ENODEV/u],
    ["setsockopt SO_MARK", "EPERM", /^fwmark: EPERM/u],
    ["socket", "EMFILE", /ulimit/u],
  ] as const) {
    const failure = connectFailure({ call, code, errno: 1 });
    assert.match(failure.kind === "impossible" ? failure.message : "", cure);
  }
});

/** Servers of the same text, as most are: what is decoded for one may be the value of the others as well. */
const text = `virtual_server 192.0.2.1 80 {
    protocol TCP
    real_server 192.0.2.11 80 {
        TCP_CHECK {
            connect_timeout 1
        }
    }
    real_server 192.0.2.12 8080 {
        TCP_CHECK {
            connect_timeout 1
        }
    }
    real_server 192.0.2.13 80 {
        TCP_CHECK {
            connect_ip 192.0.2.99
            connect_port 81
        }
    }
}
`;

test("each server has its own way, also when its checks are written like another's", () => {
  const { virtualServers } = loadConfiguration({ path: "a.conf", text }, { hostName: "h" }).configuration.lvs;
  const ways = virtualServers.flatMap(({ realServers }) =>
    realServers.flatMap(({ address, port, checkers }) =>
      checkers.map((config) => {
        assert.ok(config.kind === "tcp");
        const path = pathOf(config.connection, { config, address, port, step: 0 });
        return `${path.address.toString()}:${path.port}`;
      }),
    ),
  );
  assert.deepEqual(ways, ["192.0.2.11:80", "192.0.2.12:8080", "192.0.2.99:81"]);
  const [first] = virtualServers[0]?.realServers[0]?.checkers ?? [];
  assert.ok(first?.kind === "tcp");
  const other = { config: first, address: IpAddress.of("192.0.2.12"), port: 8080, step: 0 };
  assert.equal(pathOf(first.connection, other).address.toString(), "192.0.2.12");
});
