import { IpAddress } from "../../base/ip-address.ts";
import type { InstanceConfig, SyncGroupConfig, VrrpConfig } from "../../vrrp/config.ts";
import { Blocks, placeIn, settingsOf } from "../advice/blocks.ts";
import type { LoadResult } from "../load.ts";
import { Findings, Reporter } from "../reporter.ts";
import type { Span } from "../source.ts";

/** A file that was loaded: one node of the cluster. The name is the path that people know it by. */
export type NodeInput = { readonly name: string; readonly result: LoadResult };

/** One node, and where findings about its file go. */
export class ClusterNode {
  /** As messages call it; another one for each node. */
  readonly label: string;
  readonly vrrp: VrrpConfig;
  readonly blocks: Blocks;
  readonly findings = new Findings();
  readonly report: Reporter;
  readonly #groups: ReadonlyMap<string, SyncGroupConfig>;

  constructor({ result }: NodeInput, label: string) {
    this.label = label;
    this.vrrp = result.configuration.vrrp;
    this.blocks = new Blocks(result.statements);
    this.report = new Reporter(this.findings);
    this.#groups = new Map(this.vrrp.syncGroups.flatMap((group) => group.members.map((name) => [name, group])));
  }

  /** The sync group of an instance. */
  groupOf(instance: string): SyncGroupConfig | undefined {
    return this.#groups.get(instance);
  }

  /** The file has a block for it, which may be unusable. */
  declares(instance: string): boolean {
    return this.blocks.named("vrrp_instance", instance) !== undefined;
  }

  /** Where an instance says something; its name when it does not. */
  place(instance: string, keyword: string): Span | undefined {
    return this.blocks.placeInInstance(instance, keyword);
  }

  /** The name of a group where it is defined. */
  groupPlace(group: string): Span | undefined {
    return this.blocks.named("vrrp_sync_group", group)?.words[0];
  }

  /** The line of a virtual address; the name of the instance when it is written in another way. */
  addressPlace(instance: string, address: string): Span | undefined {
    return (
      this.#entryPlace(instance, ["virtual_ipaddress", "virtual_ipaddress_excluded"], address) ??
      this.place(instance, "")
    );
  }

  /** The line of a unicast peer. */
  peerPlace(instance: string, peer: IpAddress | undefined): Span | undefined {
    return peer === undefined ? undefined : this.#entryPlace(instance, ["unicast_peer"], peer.toString());
  }

  #entryPlace(instance: string, lists: readonly string[], address: string): Span | undefined {
    const block = this.blocks.named("vrrp_instance", instance);
    const entries = lists.flatMap((list) => settingsOf(block, list)).flatMap((list) => list.block?.statements ?? []);
    return entries.find(({ keyword }) => {
      const [text = ""] = keyword.text.split("/", 1);
      return text === address || IpAddress.parse(text)?.toString() === address;
    })?.keyword;
  }

  /** The first of these keywords that an instance has; its name when it has none of them. */
  firstPlace(instance: string, keywords: readonly string[]): Span | undefined {
    const block = this.blocks.named("vrrp_instance", instance);
    const written = new Set(block?.block?.statements.map((statement) => statement.keyword.text));
    return placeIn(block, keywords.find((keyword) => written.has(keyword)) ?? "");
  }
}

/** What one node has of a virtual router. */
export type Member = { readonly node: ClusterNode; readonly config: InstanceConfig };

/** Instances of different nodes that are one virtual router, in the order of the nodes: at most one of each. */
export type Router = { readonly members: readonly Member[] };
