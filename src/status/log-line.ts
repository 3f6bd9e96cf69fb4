/** One line of the log. `detail`: only with `-D`. */
export type LogLine = { readonly text: string; readonly detail: boolean };

export function always(text: string): LogLine {
  return { text, detail: false };
}

export function detail(text: string): LogLine {
  return { text, detail: true };
}
