import { SMTPServer } from "smtp-server";

export type MailServer = {
  /** What everyone who connects hears from now on; undefined: welcome. */
  refuse(reply: string | undefined): void;
};

/** An SMTP server that greets with its name. */
export async function openMailServer(name: string, address: string, port: number): Promise<MailServer> {
  let refusal: string | undefined;
  const server = new SMTPServer({
    name,
    authOptional: true,
    disableReverseLookup: true,
    onConnect: (_, done) => {
      if (refusal === undefined) return done();
      const [code = "554", ...words] = refusal.split(" ");
      done(Object.assign(new Error(words.join(" ")), { responseCode: Number(code) }));
    },
  });
  // Checks leave without a word.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(port, address, resolve);
  });
  return {
    refuse: (reply) => {
      refusal = reply;
    },
  };
}
