import { instance } from "./surroundings.ts";
import type { Case } from "./table.ts";

const plain = instance("VI_1");

/** Files that are better made than written. */
export const byteCases: readonly Case[] = [
  accepted("carriage returns at the ends of lines", plain.replaceAll("\n", "\r\n")),
  accepted("tabs in place of spaces", plain.replaceAll("    ", "\t")),
  accepted("no end of the last line", plain.trimEnd()),
  accepted("blanks at the ends of lines", plain.replaceAll("\n", "  \t\n")),
  accepted("a form feed and a vertical tab", plain.replace("priority", "\f\vpriority")),
  accepted("a name that is not ASCII", plain.replace("VI_1", "Küche_1")),
  accepted("a name of 60 characters", plain.replace("VI_1", "V".repeat(60))),
  accepted("a name of 200 characters", plain.replace("VI_1", "V".repeat(200))),
  accepted("a null character in a line", plain.replace("192.0.2.100", "192.0.2.100\0")),
  accepted("a null character alone", `${plain}\0\n`),
  rejected("a byte order mark", `\u{FEFF}${plain}`),
  rejected("random characters", "\u0001\u0002{}\u007F\"'\\~$@^\n"),
  accepted("a line of 1000 characters", withRouterId(1000)),
  accepted("a line of 1022 characters", withRouterId(1022)),
  accepted("a line of 1023 characters", withRouterId(1023)),
  rejected("a line of 1024 characters", withRouterId(1024)),
  rejected("a line of 1025 characters", withRouterId(1025)),
  rejected("a line of 5000 characters", withRouterId(5000)),
  rejected("a comment of 5000 characters", `# ${"x".repeat(5000)}\n${plain}`),
  rejected("a hundred open braces", "{\n".repeat(100)),
  rejected("a hundred closing braces", "}\n".repeat(100)),
  rejected("blocks in blocks, twenty deep", "vrrp_instance VI_1 {\n".repeat(20) + "}\n".repeat(20)),
  accepted("two hundred instances", many(200)),
  rejected("two hundred and fifty-six instances on one interface", many(256)),
];

/** A file whose longest line has the given length, without its end. */
function withRouterId(length: number): string {
  const keyword = "router_id ";
  return `global_defs {\n${keyword}${"x".repeat(length - keyword.length)}\n}\n${plain}`;
}

function many(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const lines = [
      "interface eth0",
      `virtual_router_id ${index + 1}`,
      `virtual_ipaddress {\n10.0.${index >> 8}.${index & 255}\n}`,
    ];
    return `vrrp_instance VI_${index} {\n${lines.join("\n")}\n}\n`;
  }).join("");
}

function accepted(what: string, text: string): Case {
  return { name: `bytes: ${what}`, text, expected: "accepted" };
}

function rejected(what: string, text: string): Case {
  return { name: `bytes: ${what}`, text, expected: "rejected" };
}
