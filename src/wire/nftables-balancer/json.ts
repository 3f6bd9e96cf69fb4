/** Values of RFC 8259, as libnftables-json(5) has them. */
export type Json = string | number | null | readonly Json[] | { readonly [name: string]: Json };

/** One element of the array "nftables": an object with a single member, the verb ("add", "delete", "flush"). */
export type NftCommand = { readonly [verb: string]: Json };

/** The text that `nft -j -f -` reads. It is one transaction: all of it happens, or nothing. */
export function printCommands(commands: readonly NftCommand[]): string {
  return JSON.stringify({ nftables: commands });
}
