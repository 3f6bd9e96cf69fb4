/**
 * A program to run with its arguments, as the configuration gives it. It is executed directly, never by a shell
 * (keepalived.conf(5), "SCRIPTS").
 */
export type Command = {
  /** Program and arguments; the first word is the program. */
  readonly words: readonly [string, ...string[]];
};

export function printCommand(command: Command): string {
  return command.words.map((word) => (/^[\w./:=@%+,-]+$/u.test(word) ? word : JSON.stringify(word))).join(" ");
}
