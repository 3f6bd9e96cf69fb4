import type { IptablesChains } from "../../global-config.ts";
import type { Shape } from "../keyword.ts";
import { quoteWord, refuseExtraWords } from "../words.ts";

/** `[INPUT-CHAIN [OUTPUT-CHAIN]]`; neither: the chains that always exist (keepalived.conf(5), "vrrp_iptables"). */
export const iptablesChains: Shape<IptablesChains> = {
  syntax: "[<INPUT CHAIN> [<OUTPUT CHAIN>]]",
  block: false,
  read(statement, report) {
    const [input, output] = statement.words;
    refuseExtraWords(statement, 2, report);
    return input === undefined ? { input: "INPUT", output: "OUTPUT" } : { input: input.text, output: output?.text };
  },
  print({ input, output }) {
    return output === undefined ? quoteWord(input) : `${quoteWord(input)} ${quoteWord(output)}`;
  },
};

/** Addresses of both families, their interfaces, IGMP, MLD and neighbour discovery. */
const mostSets = 6;

/** The names of the sets, in the order of the manual (keepalived.conf(5), "vrrp_ipsets"). */
export const ipsetNames: Shape<readonly string[]> = {
  syntax: "[<IPSET>] ... (up to 6)",
  block: false,
  read(statement, report) {
    refuseExtraWords(statement, mostSets, report);
    return statement.words.slice(0, mostSets).map(({ text }) => text);
  },
  print: (names) => names.map(quoteWord).join(" "),
};

/** With the zero at the end 256 bytes, of which the kernel makes room. */
const longestTableName = 255;

/** `[TABLE]`; a name that the kernel cannot keep is refused. */
export function tableName(bare: string): Shape<string> {
  return {
    syntax: "[<TABLE>]",
    block: false,
    read(statement, report) {
      const [name] = statement.words;
      refuseExtraWords(statement, 1, report);
      if (name === undefined) return bare;
      if (name.text.length <= longestTableName) return name.text;
      report.error("out-of-range", name, `${statement.keyword.text} table name too long - ignoring`);
      return undefined;
    },
    print: (name) => (name === bare ? "" : quoteWord(name)),
  };
}
