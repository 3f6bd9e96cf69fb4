import type { IpAddress } from "../base/ip-address.ts";

/** Where a server is. */
export type Endpoint = { readonly address: IpAddress; readonly port: number };

/** "192.0.2.1 80" and the like: equal for equal places only. */
export function printEndpoint({ address, port }: Endpoint): string {
  return `${address.toString()} ${port}`;
}

export function isSameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address.equals(b.address);
}
