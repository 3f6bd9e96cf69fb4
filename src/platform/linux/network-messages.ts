import { MacAddress } from "../../base/mac-address.ts";
import { addressFlag, type AddressMessage, addressType, decodeAddress } from "../../wire/netlink/address.ts";
import { decodeLink, linkFlag, type LinkMessage, linkType } from "../../wire/netlink/link.ts";
import type { NetlinkMessage } from "../../wire/netlink/message.ts";
import { decodeRouteRemoval, decodeRuleRemoval } from "../../wire/netlink/policy-identity.ts";
import { keepalivedProtocol, routeType } from "../../wire/netlink/route.ts";
import { ruleType } from "../../wire/netlink/rule.ts";
import type { InterfaceAddress, Link, NetworkEvent } from "../ports.ts";

/** What a message of rtnetlink(7) tells about the network; undefined when it is about something else. */
export function eventOf(message: NetlinkMessage): NetworkEvent | undefined {
  switch (message.type) {
    case linkType.created:
    case linkType.removed:
      return linkEvent(message);
    case addressType.created:
    case addressType.removed:
      return addressEvent(message);
    case routeType.removed:
    case ruleType.removed:
      return policyEvent(message);
    default:
      return undefined;
  }
}

function linkEvent({ type, payload }: NetlinkMessage): NetworkEvent | undefined {
  const link = decodeLink(payload);
  // Messages of other families, such as "a port has left its bridge", are not about the link itself.
  if (!link.ok || link.value.family !== 0) return undefined;
  if (type === linkType.removed) return { kind: "link-removed", index: link.value.index, name: link.value.name };
  return { kind: "link", link: linkOf(link.value) };
}

function addressEvent({ type, payload }: NetlinkMessage): NetworkEvent | undefined {
  const decoded = decodeAddress(payload);
  if (!decoded.ok) return undefined;
  const address = addressOf(decoded.value);
  return { kind: type === addressType.removed ? "address-removed" : "address-added", address };
}

function policyEvent({ type, payload }: NetlinkMessage): NetworkEvent | undefined {
  const removal = type === routeType.removed ? decodeRouteRemoval(payload) : decodeRuleRemoval(payload);
  if (!removal.ok || removal.value.protocol !== keepalivedProtocol) return undefined;
  return { kind: "policy-removed", identity: removal.value.identity };
}

function linkOf({ index, name, flags, address, mtu }: LinkMessage): Link {
  const loopback = (flags & linkFlag.loopback) !== 0;
  return {
    index,
    name,
    up: (flags & linkFlag.up) !== 0,
    running: (flags & linkFlag.running) !== 0,
    loopback,
    multicast: (flags & linkFlag.multicast) !== 0,
    noArp: (flags & linkFlag.noArp) !== 0,
    // The loopback interface has six zeros, which are nobody's address.
    mac: address.length === 6 && !loopback ? MacAddress.fromBytes(address) : undefined,
    mtu,
  };
}

function addressOf({ interfaceIndex, prefix, scope, flags }: AddressMessage): InterfaceAddress {
  const waiting = (flags & addressFlag.tentative) !== 0 && (flags & addressFlag.optimistic) === 0;
  return {
    interfaceIndex,
    prefix,
    scope,
    secondary: (flags & addressFlag.secondary) !== 0 && prefix.address.family === "ipv4",
    tentative: waiting || (flags & addressFlag.dadFailed) !== 0,
  };
}
