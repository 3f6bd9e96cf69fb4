import { languageWords } from "./language-words.ts";
import type { LanguageWord } from "./language-words.ts";

/** The language itself, as Markdown. */
export function printLanguage(): string {
  return [
    lines,
    values,
    `${files}\n\n${printWords(languageWords.include)}`,
    `${conditions}\n\n${printWords(languageWords.condition)}`,
    `${definitions}\n\n${printWords(languageWords.definition)}`,
    `${sequences}\n\n${printWords(languageWords.sequence)}`,
  ].join("\n\n");
}

function printWords(words: readonly LanguageWord[]): string {
  return words.map(({ syntax, doc }) => `- \`${syntax}\`: ${doc}`).join("\n");
}

const lines = `### Lines, words, blocks

A line is a keyword and its words, separated by white space. Capitals matter. A block is a keyword with lines between
\`{\` and \`}\`; the \`{\` stands on the keyword's line or on the next one, and a \`}\` may share a line with others. A
comment begins with \`#\` or \`!\` and ends with the line; \`\\#\` and \`\\!\` are the characters themselves. Double quotes
keep white space, braces and comment signs inside a word. Lines of more than 1023 characters and lines with a null
character are reported and ignored.

Scripts and patterns are split a second time: in them single and double quotes group words, and the escapes \`\\a\`
\`\\b\` \`\\E\` \`\\f\` \`\\n\` \`\\r\` \`\\t\` \`\\v\`, \`\\nnn\` (octal), \`\\xXX\` (hexadecimal) and \`\\cX\` (control)
are replaced. A command with arguments belongs into one pair of double quotes: \`script "/usr/bin/test -f /run/ready"\`.
No shell reads it.

What a line refers to stands above it: scripts, files, processes and BFD sessions before the instances that track them.
\`global_defs\` may stand anywhere: it is read first.`;

const values = `### Values

- \`<1..255>\`: a whole number in this range; with "fractions allowed" a decimal one, down to a millionth
- a switch: \`on\`, \`true\` or \`yes\`; \`off\`, \`false\` or \`no\`; mostly nothing means on
- \`[ ]\` around what may be left out, \`|\` between alternatives, \`{ ... }\` for a block`;

const files = `### Included files

The name of a file may be a pattern: \`*\`, \`?\`, \`[abc]\` and brace lists such as \`{a,b}\`. It is relative to the folder
of the file that it stands in. Files that match are read in the order of their names; folders, devices and executable
files are left out. \`include_check\` in \`global_defs\` makes the plain form as strict as the others. Includes are
recognised before conditions and parameters: the line begins with the word itself.`;

const conditions = `### Conditional lines

One file may serve several machines: lines are kept or dropped by the config-id, which is the host name up to the first
dot unless \`-i\` says otherwise.`;

const definitions = `### Parameters

A parameter is replaced where its name is followed by white space, or stands in braces. Values are looked at when they
are used, not when they are defined, and may contain parameters themselves; one of several lines expands to several
lines.`;

const sequences = `### Sequences and lists

Several of them on one line are loops within each other. With a parameter of several lines, whole blocks are repeated.`;
