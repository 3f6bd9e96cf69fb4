/** What the worker is asked; undefined limits are none. */
export type SearchJob = {
  readonly source: string;
  readonly flags: string;
  readonly utf: boolean;
  readonly firstLine: boolean;
  readonly minimumOffset: number;
  readonly maximumOffset: number | undefined;
  readonly body: Uint8Array;
};

/**
 * The program of the worker, as text: it is started without a file of its own, wherever this program is installed.
 * Answers every job in order: whether there is a match that begins between the offsets, which are in bytes.
 */
export const patternWorker = `
const { parentPort } = require("node:worker_threads");
const expressions = new Map();
function expressionOf(source, flags) {
  const key = flags + " " + source;
  let expression = expressions.get(key);
  if (expression === undefined) {
    // After reloads there may be many that are not used any more.
    if (expressions.size >= 1000) expressions.clear();
    expressions.set(key, (expression = new RegExp(source, flags)));
  }
  return expression;
}
parentPort.on("message", ({ source, flags, utf, firstLine, minimumOffset, maximumOffset, body }) => {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const encoding = utf ? "utf8" : "latin1";
  const text = bytes.toString(encoding);
  const charactersBefore = (end) => (utf ? bytes.toString(encoding, 0, end).length : end);
  const expression = expressionOf(source, flags);
  expression.lastIndex = charactersBefore(Math.min(minimumOffset, bytes.length));
  const end = firstLine ? text.indexOf("\\n") : -1;
  const match = minimumOffset > bytes.length ? null : expression.exec(text);
  const inTime = match !== null
    && (maximumOffset === undefined || match.index <= charactersBefore(Math.min(maximumOffset, bytes.length)))
    && (end < 0 || match.index <= end);
  parentPort.postMessage(inTime);
});
`;
