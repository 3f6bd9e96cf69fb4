import { seconds } from "../../../base/time.ts";
import type { MailConfig } from "../../global-config.ts";
import { mailKeywords, mailRecipients } from "../../schema/global/mail.ts";
import { allWords } from "../../schema/words.ts";
import type { ScopeReader } from "../scope-reader.ts";
import type { DecodeContext } from "../context.ts";

export function decodeMail(scope: ScopeReader, { report }: DecodeContext): MailConfig {
  const blocks = scope.values(mailRecipients.recipients);
  const recipients = blocks.flat().flatMap((entry) => allWords(entry).map((word) => word.text));
  if (blocks.some((block) => block.length === 0)) {
    const place = scope.keywordAt(mailRecipients.recipients);
    report.warning("missing-setting", place, "Warning - empty notification_email block");
  }
  return { connectTimeout: seconds(30), ...scope.readAll(mailKeywords), recipients };
}
