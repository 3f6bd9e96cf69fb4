import type { LabNode } from "../../src/lab/index.ts";

/** What `ip` shows of a node, as it shows it; a time that runs is left out. */
export type KernelState = {
  readonly addresses: readonly unknown[];
  readonly routes: readonly unknown[];
  readonly rules: readonly unknown[];
  /** The sysctl of eth0. */
  readonly promotesSecondaries: string;
};

export async function kernelState(node: LabNode): Promise<KernelState> {
  const show = async (...words: readonly string[]): Promise<readonly unknown[]> => {
    const shown: unknown = JSON.parse((await node.run(["ip", "-json", ...words])) || "[]");
    return Array.isArray(shown) ? shown : [];
  };
  await settled(node);
  const links = await show("address", "show");
  const both = async (...words: readonly string[]): Promise<readonly unknown[]> => [
    ...(await show("-4", ...words)),
    ...(await show("-6", ...words)),
  ];
  return {
    addresses: links.map((link) => pick(link, ["ifname", "addr_info"])),
    routes: (await both("route", "show", "table", "all")).map((route) => without(route, "expires")),
    rules: await both("rule", "show"),
    promotesSecondaries: await node.run(["cat", "/proc/sys/net/ipv4/conf/eth0/promote_secondaries"]),
  };
}

/** Resolves when the kernel has done what it does with IPv6 addresses by itself: looked for duplicates, added routes. */
async function settled(node: LabNode): Promise<void> {
  const settling = [
    "ip -6 -oneline address show tentative | grep -q .",
    '[ "$(ip -6 route show table local type local | wc -l)" -lt "$(ip -6 -oneline address show | wc -l)" ]',
    "! ip -6 route show table local type multicast | grep -q .",
  ];
  await node.run(["timeout", "30", "sh", "-c", `while ${settling.join(" || ")}; do sleep 0.05; done`]);
}

function pick(value: unknown, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => names.includes(name)));
}

function without(value: unknown, name: string): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([each]) => each !== name));
}
