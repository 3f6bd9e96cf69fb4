import { printSeconds } from "../../base/time.ts";
import type { Authentication, InstanceConfig } from "../../vrrp/config.ts";
import type { DiagnosticCode, Severity } from "../diagnostic.ts";
import { deviations } from "./deviations.ts";
import type { Router } from "./node.ts";

/** Something that the nodes of a virtual router have to say alike. */
type Setting = {
  readonly code: DiagnosticCode;
  /** Whose findings are placed at which keyword. */
  readonly keywords: readonly string[];
  /** Equal texts are equal settings; undefined: it means nothing to this instance. Never shown. */
  readonly key: (config: InstanceConfig) => string | undefined;
  /** What is said of an instance that differs; `there` names the file of `usual`. */
  readonly describe: (
    here: InstanceConfig,
    usual: InstanceConfig,
    there: string,
  ) => { readonly severity: Severity; readonly message: string; readonly cure: string };
};

const settings: readonly Setting[] = [
  {
    code: "version-differs",
    keywords: ["version"],
    key: ({ version }) => String(version),
    // RFC 9568 §7.1: another version is discarded.
    describe: (here, usual, there) => ({
      severity: "error",
      message: `VRRP version is ${here.version} here, but ${usual.version} in ${there}: each discards the other's adverts, and both become master`,
      cure: "set the same version, or vrrp_version, on all nodes",
    }),
  },
  {
    code: "interval-differs",
    keywords: ["advert_int"],
    key: ({ advertInterval, version }) => `${version} ${advertInterval}`,
    // RFC 3768 §7.1 discards another interval; RFC 9568 §6.4.2 takes over the master's.
    describe: (here, usual, there) => {
      const message = `advert_int is ${printSeconds(here.advertInterval)} s here, but ${printSeconds(usual.advertInterval)} s in ${there}`;
      const cure = "set the same advert_int on all nodes";
      return here.version === 2
        ? { severity: "error", message: `${message}: each discards the other's adverts, and both become master`, cure }
        : { severity: "note", message: `${message}: the interval of whoever is master counts`, cure };
    },
  },
  {
    code: "authentication-differs",
    keywords: ["authentication"],
    // Version 3 has none.
    key: ({ version, authentication }) => (version === 2 ? authenticationKey(authentication) : undefined),
    describe: ({ authentication: here }, { authentication: usual }, there) => {
      const what =
        here.kind === usual.kind
          ? `the password is another one than in ${there}`
          : `authentication is ${printKind(here)} here, but ${printKind(usual)} in ${there}`;
      return {
        severity: "error",
        message: `${what}: each discards the other's adverts, and both become master`,
        cure: "write the same authentication block on all nodes",
      };
    },
  },
  {
    code: "transport-differs",
    keywords: ["unicast_peer", "mcast_dst_ip"],
    key: ({ transport }) => (transport.kind === "unicast" ? "unicast" : transport.group.toString()),
    describe: (here, usual, there) => ({
      severity: "error",
      message: `adverts go to ${printTransport(here)} here, but to ${printTransport(usual)} in ${there}: the nodes do not hear each other, and each becomes master`,
      cure:
        here.transport.kind === usual.transport.kind
          ? "set the same multicast group on all nodes"
          : "list the other nodes in unicast_peer on all nodes, or on none",
    }),
  },
  {
    code: "checksum-differs",
    keywords: ["v3_checksum_as_v2"],
    key: ({ version, family, checksumForm }) => (version === 3 && family === "ipv4" ? checksumForm : undefined),
    describe: (here, _usual, there) => ({
      severity: "warning",
      message: `v3_checksum_as_v2 is ${here.checksumForm === "message" ? "on" : "off"} here, but not in ${there}: a router that takes one form of checksum only discards the adverts of the other node`,
      cure: "set v3_checksum_as_v2, or vrrp_v3_checksum_as_v2, alike on all nodes",
    }),
  },
];

/** Whether two nodes discard each other's adverts for what they say differently. */
export function settingsPart(here: InstanceConfig, there: InstanceConfig): boolean {
  return settings.some(
    ({ key, describe }) => key(here) !== key(there) && describe(here, there, "").severity === "error",
  );
}

/** Settings without which the nodes do not hear each other, or not as was meant. */
export function compareSettings({ members }: Router): void {
  for (const { code, keywords, key, describe } of settings) {
    for (const { member, usual } of deviations(members, ({ config }) => key(config))) {
      const { node, config } = member;
      // The intervals of two versions are no second mistake.
      if (code === "interval-differs" && config.version !== usual.config.version) continue;
      const { severity, message, cure } = describe(config, usual.config, usual.node.label);
      const secret = code === "authentication-differs";
      const place = node.firstPlace(config.name, keywords);
      node.report.within(config.name)[severity](code, place, message, { cure, effect: "none", secret });
    }
  }
}

function authenticationKey(authentication: Authentication): string {
  return JSON.stringify(authentication, (_key, value: unknown) =>
    value instanceof Uint8Array ? Array.from(value) : value,
  );
}

function printKind({ kind }: Authentication): string {
  if (kind === "none") return "off";
  return kind === "pass" ? "PASS" : "AH";
}

function printTransport({ transport }: InstanceConfig): string {
  return transport.kind === "unicast" ? "unicast peers" : `the multicast group ${transport.group.toString()}`;
}
