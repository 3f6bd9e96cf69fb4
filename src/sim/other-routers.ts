import { internetChecksum } from "../base/checksum.ts";
import { IpAddress } from "../base/ip-address.ts";
import { authenticationType } from "../vrrp/admission.ts";
import type { InstanceConfig } from "../vrrp/config.ts";
import type { Input } from "../vrrp/inputs.ts";
import { encodeAuthenticated } from "../wire/authentication-header.ts";
import { encodeAdvert } from "../wire/vrrp.ts";
import { passwordBytes, type Words } from "./script-language.ts";

/** What another router sends; `of`: to whom. */
type Sent = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly of: InstanceConfig | undefined;
  readonly header?: Uint8Array | undefined;
};

/** The packets of other routers, as the lines of a scenario describe them. */
export class OtherRouters {
  /** Sequence number of the last advert with an authentication header. */
  #sequence = 0;

  /** Any bytes, to the interface of `of`. */
  packet(words: Words, of: InstanceConfig | undefined): Input {
    const payload = Uint8Array.from(words.text("hex", "").match(/../gu) ?? [], (byte) => Number.parseInt(byte, 16));
    const source = IpAddress.of(words.text("from", "192.0.2.2"));
    const destination = IpAddress.of(words.text("destination", "224.0.0.18"));
    return heard(words, payload, { source, destination, of });
  }

  /** An advert of another router, right unless the line says what is wrong with it. */
  advert(words: Words, of: InstanceConfig): Input {
    const ipv4 = of.family === "ipv4";
    const source = IpAddress.of(words.text("from", ipv4 ? "192.0.2.2" : "fe80::2"));
    const group = of.transport.kind === "multicast" ? of.transport.group : IpAddress.of(ipv4 ? "192.0.2.1" : "fe80::1");
    const destination = IpAddress.of(words.text("destination", group.toString()));
    const version = words.number("version", of.version) === 2 ? 2 : 3;
    const password = words.optional("pass");
    const configured = of.addresses.map(({ prefix }) => prefix.address.toString()).join(",");
    const advert = {
      version,
      vrid: words.number("vrid", of.vrid),
      priority: words.number("priority", 100),
      interval: words.duration("interval", of.advertInterval),
      addresses: words
        .text("addresses", configured)
        .split(",")
        .filter((text) => text !== "")
        .map((text) => IpAddress.of(text)),
      authentication:
        version === 3
          ? undefined
          : password === undefined
            ? { type: words.number("auth-type", authenticationType[of.authentication.kind]), data: ownPassword(of) }
            : { type: words.number("auth-type", 1), data: passwordBytes(password) },
    } as const;
    const form = words.text("checksum", of.checksumForm);
    const sent = form === "message" || form === "old-unicast" ? form : "pseudo-header";
    const bytes = encodeAdvert(advert, { source, destination }, sent);
    patch(bytes, words, form, ipv4);
    const number = words.optional("number");
    const key = words.optional("header");
    const own = of.authentication.kind === "header" ? of.authentication.password : undefined;
    if (own === undefined || key === "none") return heard(words, bytes, { source, destination, of });
    this.#sequence = number === undefined ? this.#sequence + 1 : Number(number);
    const value = { path: { source, destination }, identification: 1, timeToLive: 255, message: bytes };
    const secret = key === undefined ? own : passwordBytes(key);
    const packet = encodeAuthenticated({ ...value, sequence: this.#sequence }, secret);
    return heard(words, packet.subarray(20), { source, destination, of, header: packet.subarray(0, 20) });
  }
}

function heard(words: Words, payload: Uint8Array, { source, destination, of, header }: Sent): Input {
  return {
    kind: "packet",
    interface: words.text("interface", of?.interface ?? "eth0"),
    family: source.family,
    mode: destination.isMulticast ? "multicast" : "unicast",
    packet: { source, destination, ttl: words.number("ttl", 255), payload, header },
  };
}

function ownPassword(instance: InstanceConfig): Uint8Array {
  return instance.authentication.kind === "pass" ? instance.authentication.password : new Uint8Array(8);
}

/** Damages or bends the encoded advert: `set=OFFSET:VALUE` (checksum made right again unless `checksum=bad`). */
function patch(bytes: Uint8Array, words: Words, form: string, ipv4: boolean): void {
  const change = words.optional("set");
  if (change !== undefined) {
    const [offset = 0, value = 0] = change.split(":").map(Number);
    bytes[offset] = value;
    if (ipv4 && form === "message") {
      bytes.fill(0, 6, 8);
      const checksum = internetChecksum(bytes);
      bytes.set([checksum >> 8, checksum & 0xff], 6);
    }
  }
  if (form === "bad") bytes[6] = (bytes[6] ?? 0) ^ 0xff;
}
