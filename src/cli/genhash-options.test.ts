import assert from "node:assert/strict";
import { test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { seconds } from "../base/time.ts";
import { readGenhashCommand } from "./genhash-options.ts";

const plain = {
  address: IpAddress.of("192.0.2.1"),
  port: 80,
  path: "/x",
  virtualHost: undefined,
  form: "1.0",
  tls: undefined,
  mark: 0,
  timeout: seconds(5),
  keepsBody: false,
};

test("letters and words say the same", () => {
  const request = {
    ...plain,
    virtualHost: "www.example.com",
    form: "1.0C",
    tls: { sni: true },
    mark: 7,
    timeout: seconds(2.5),
    keepsBody: true,
  };
  const short = "-SIv -s 192.0.2.1 -p 80 -u /x -V www.example.com -P 1.0c -m 7 -t 2.5";
  const long =
    "--use-ssl --use-sni --verbose --server=192.0.2.1 --port 80 --url=/x --use-virtualhost www.example.com --protocol 1.0C --fwmark 0x7 --timeout 2.5";
  for (const line of [short, long]) {
    assert.deepEqual(readGenhashCommand(line.split(" ")), { kind: "fetch", request });
  }
});

test("without options it is HTTP 1.0 in clear text, with five seconds", () => {
  const words = ["-s", "192.0.2.1", "-p", "80", "-u", "/x"];
  assert.deepEqual(readGenhashCommand(words), { kind: "fetch", request: plain });
});

const mistakes: readonly (readonly [line: string, ...messages: string[]])[] = [
  ["", "--server, --port, --url missing"],
  ["-s 192.0.2.1 -u /", "--port missing"],
  ["-s example.com -p 80 -u /", "server should be an IP, not example.com"],
  ["-s 192.0.2.1 -p 99999 -u /", "invalid port number '99999': use 1 to 65535"],
  ["-s 192.0.2.1 -p 0 -u /", "invalid port number '0': use 1 to 65535"],
  ["-s 192.0.2.1 -p 80 -u / -P 2", "invalid HTTP protocol version '2': use 1.0, 1.0c or 1.1"],
  ["-s 192.0.2.1 -p 80 -u / -m x", "invalid fwmark 'x': use 0 to 4294967295"],
  ["-s 192.0.2.1 -p 80 -u / -t 0", "invalid timeout '0': use seconds, up to 4294"],
  ["-s 192.0.2.1 -p 80 -u / extra", "unexpected word 'extra'"],
  ["-s 192.0.2.1 -p 80 -u / -q", "unknown option -q"],
  ["--use-s", "--use-s could be --use-ssl or --use-sni"],
  ["-p x -t y", "invalid port number 'x': use 1 to 65535", "invalid timeout 'y': use seconds, up to 4294"],
];

for (const [line, ...messages] of mistakes) {
  test(`genhash ${line}: ${messages.join("; ")}`, () => {
    const words = line === "" ? [] : line.split(" ");
    assert.deepEqual(readGenhashCommand(words), { kind: "mistake", messages });
  });
}

test("nothing can be put into the request", () => {
  for (const option of ["-u", "-V"]) {
    const command = readGenhashCommand(["-s", "192.0.2.1", "-p", "80", "-u", "/", option, "/ HTTP/1.0\r\nX: y"]);
    assert.equal(command.kind, "mistake");
  }
});
