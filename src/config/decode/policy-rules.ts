import type { Family, Prefix } from "../../base/ip-address.ts";
import type { RuleAction, VirtualRule } from "../../vrrp/network-config.ts";
import type { Word } from "../lexer.ts";
import { didYouMean, nearest } from "../nearest.ts";
import type { Reporter } from "../reporter.ts";
import type { Statement } from "../tree.ts";
import type { DecodeContext } from "./context.ts";
import type { LineOwner } from "./line-owner.ts";
import { LineWords } from "./line-words.ts";
import { parsePrefix } from "./prefix.ts";
import type { RouteNames } from "./route-names.ts";
import { keepalivedProtocol } from "./routes.ts";
import { refuseUnknown, ruleOptionsByName } from "./rule-options.ts";

/** A rule and where it stands. */
export type PlacedRule = {
  readonly rule: VirtualRule;
  readonly place: Word;
  /** Of a static rule. */
  readonly trackGroup: string | undefined;
};

/** Rules without a priority get this one and those below it, in the order in which they are read. */
export const firstRulePriority = 16384;

/** The lines of `virtual_rules` and `static_rules`: options in any order. A rule with a mistake is left out. */
export function decodeRules(
  lines: readonly Statement[],
  owner: LineOwner,
  context: DecodeContext,
): readonly PlacedRule[] {
  return lines.flatMap((line) => new RuleLine(line, owner, context).read() ?? []);
}

/** A rule in the making, which the options change. */
export class RuleLine {
  readonly words: LineWords;
  readonly owner: LineOwner;
  readonly context: DecodeContext;
  readonly report: Reporter;
  readonly names: RouteNames | undefined;
  family: Family | undefined;
  inverted = false;
  from: Prefix | undefined;
  to: Prefix | undefined;
  priority: number | undefined;
  action: RuleAction | undefined;
  tos: number | undefined;
  mark: VirtualRule["mark"];
  realms: VirtualRule["realms"];
  suppressPrefixLength: number | undefined;
  suppressGroup: number | undefined;
  incoming: string | undefined;
  outgoing: string | undefined;
  tunnelId: Uint8Array | undefined;
  users: VirtualRule["users"];
  protocol: number | undefined;
  protocolAt: Word | undefined;
  ipProtocol: number | undefined;
  sourcePorts: VirtualRule["sourcePorts"];
  destinationPorts: VirtualRule["destinationPorts"];
  untracked = false;
  trackGroup: string | undefined;

  constructor(line: Statement, owner: LineOwner, context: DecodeContext) {
    this.words = new LineWords(line);
    this.owner = owner;
    this.context = context;
    this.report = owner.report;
    this.names = context.environment.routeNames;
  }

  read(): PlacedRule | undefined {
    for (let word = this.words.take(); word !== undefined; word = this.words.take()) {
      if (!this.#option(word)) return undefined;
    }
    const { action, words } = this;
    if (action === undefined) {
      this.refuse(words.first, "No action specified for rule - ignoring");
      return undefined;
    }
    if (!this.#suits(action)) return undefined;
    this.#checkTracking();
    const rule = this.#rule(action, this.priority ?? this.#assignPriority());
    return { rule, place: words.first, trackGroup: this.trackGroup };
  }

  /** A rule has one action. */
  setAction(place: Word, action: RuleAction): boolean {
    if (this.action === undefined) {
      this.action = action;
      return true;
    }
    if (action.kind === "l3mdev") return this.refuse(place, "Cannot specify l3mdev with other action");
    const message = "Cannot specify more than one of table/nop/goto/blackhole/prohibit/unreachable/l3mdev for rule";
    return this.refuse(place, message);
  }

  /** ADDRESS[/LENGTH], or a word for every address. */
  setPrefix(end: "from" | "to", word: Word): boolean {
    if (word.text === "default" || word.text === "any" || word.text === "all") {
      this[end] = undefined;
      return true;
    }
    const mixed = "rule specification has mixed IPv4 and IPv6";
    if (word.text === "default6") return this.joinFamily("ipv6", word, mixed);
    const prefix = parsePrefix(word, this.report);
    this[end] = prefix;
    return prefix !== undefined && this.joinFamily(prefix.address.family, word, mixed);
  }

  joinFamily(family: Family, place: Word, message: string): boolean {
    this.family ??= family;
    return this.family === family || this.refuse(place, message);
  }

  /** Reports why there is no such rule; false, for options to hand on. */
  refuse(place: Word, message: string, cure = "the rule is left out"): false {
    this.report.error("invalid-value", place, message, { cure });
    return false;
  }

  /** Reports an option that does not count; true, for options to hand on. */
  ignore(place: Word, message: string): true {
    this.report.error("invalid-value", place, message, { cure: "the rule is made without it" });
    return true;
  }

  #option(word: Word): boolean {
    const option = ruleOptionsByName.get(word.text);
    const isStatic = this.owner.trackGroups !== undefined;
    if (option !== undefined && (option.only !== "static" || isStatic)) return option.read(this, word);
    const meant = nearest(word.text, ruleOptionsByName.keys());
    return refuseUnknown(this, word, `the rule is left out${meant === undefined ? "" : `; ${didYouMean(meant)}`}`);
  }

  #suits(action: RuleAction): boolean {
    const place = this.words.first;
    if (this.realms !== undefined && this.family === "ipv6") return this.refuse(place, "realms is only valid for IPv4");
    const suppresses = this.suppressPrefixLength ?? this.suppressGroup ?? this.realms;
    if (suppresses !== undefined && action.kind !== "table" && action.kind !== "l3mdev") {
      return this.refuse(place, "suppressor/realm specified for non table action - skipping");
    }
    if (action.kind !== "goto") return true;
    if (this.priority === undefined) {
      return this.refuse(place, `Invalid rule - goto target ${action.priority} specified without preference`);
    }
    if (this.priority < action.priority) return true;
    const message = `Invalid rule - preference ${this.priority} >= goto target ${action.priority}`;
    return this.refuse(place, message);
  }

  #checkTracking(): void {
    const place = this.words.first;
    if (this.trackGroup !== undefined && this.incoming === undefined) {
      this.report.error("conflict", place, "Static rule cannot have track_group if dev/iif not specified");
      this.trackGroup = undefined;
    }
    if (this.untracked || this.protocol === undefined || this.protocol === keepalivedProtocol) return;
    const message = "Rule cannot be tracked if protocol is not RTPROT_KEEPALIVED(18), resetting protocol";
    this.report.warning("conflict", this.protocolAt, message, { cure: "leave protocol out, or add no_track" });
    this.protocol = undefined;
  }

  #assignPriority(): number {
    const priority = this.context.rulePriority.next--;
    const message = `Rule has no preference specified - setting to ${priority}. This is probably not what you want.`;
    const cure = "add preference N: rules with a lower number are asked first";
    this.report.warning("missing-setting", this.words.first, message, { cure });
    return priority;
  }

  #rule(action: RuleAction, priority: number): VirtualRule {
    return {
      family: this.family ?? "ipv4",
      inverted: this.inverted,
      from: this.from,
      to: this.to,
      priority,
      action,
      tos: this.tos,
      mark: this.mark,
      realms: this.realms,
      suppressPrefixLength: this.suppressPrefixLength,
      suppressGroup: this.suppressGroup,
      incoming: this.incoming,
      outgoing: this.outgoing,
      tunnelId: this.tunnelId,
      users: this.users,
      protocol: this.protocol,
      ipProtocol: this.ipProtocol,
      sourcePorts: this.sourcePorts,
      destinationPorts: this.destinationPorts,
      untracked: this.untracked,
    };
  }
}
