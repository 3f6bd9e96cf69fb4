import type { LabNode } from "../../src/lab/index.ts";

/**
 * What `ip` shows of a node, as it shows it; what goes on by itself is left out: times, duplicate address detection.
 */
export type KernelState = {
  readonly addresses: readonly unknown[];
  readonly routes: readonly unknown[];
  readonly rules: readonly unknown[];
  /** The sysctl of eth0. */
  readonly promotesSecondaries: string;
};

export async function kernelState(node: LabNode): Promise<KernelState> {
  const show = async (...words: readonly string[]): Promise<readonly unknown[]> => {
    const shown: unknown = JSON.parse((await node.run(["ip", "-json", ...words])) || "[]", settled);
    return Array.isArray(shown) ? shown : [];
  };
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

/** An entry of JSON without the mark of an address that the kernel is still looking for duplicates of. */
function settled(key: string, value: unknown): unknown {
  return key === "tentative" ? undefined : value;
}

function pick(value: unknown, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => names.includes(name)));
}

function without(value: unknown, name: string): object {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([each]) => each !== name));
}
