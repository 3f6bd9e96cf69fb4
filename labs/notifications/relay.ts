import { text } from "node:stream/consumers";

import { SMTPServer } from "smtp-server";

// A mail relay: takes everything on port 2525 and prints each mail as one line of JSON.

/** One mail, as the relay has received it. */
export type ReceivedMail = {
  readonly greeted: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The address of a recipient that the relay refuses. */
export const unknownRecipient = "unknown@example.com";

const port = 2525;

function parse(message: string): Pick<ReceivedMail, "headers" | "body"> {
  const end = message.indexOf("\r\n\r\n");
  const lines = message
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/gu, " ")
    .split("\r\n");
  const headers = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)] as const);
  return { headers: Object.fromEntries(headers), body: message.slice(end + 4).trim() };
}

/** Runs for as long as its standard input is open. */
export function runRelay(): void {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    onRcptTo({ address }, _, done) {
      done(address === unknownRecipient ? new Error("no such user here") : undefined);
    },
    onData(stream, session, done) {
      // A message that breaks off is none.
      text(stream).then((message) => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail: ReceivedMail = {
          greeted: session.hostNameAppearsAs,
          sender: mailFrom === false ? "" : mailFrom.address,
          recipients: rcptTo.map(({ address }) => address),
          ...parse(message),
        };
        console.log(JSON.stringify(mail));
        done();
      }, done);
    },
  });
  server.on("error", () => undefined);
  server.listen(port, () => console.log("relay is ready"));
  process.stdin.on("end", () => process.exit(0)).resume();
}
