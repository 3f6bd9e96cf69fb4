import { settingOf } from "./blocks.ts";
import type { Rule } from "./subject.ts";

/** Mails that are asked for and go nowhere (keepalived.conf(5), "smtp_alert"). */
export const mailWithoutServer: Rule = ({ configuration, blocks }, report) => {
  const { server, recipients } = configuration.global.mail;
  if (server !== undefined && recipients.length > 0) return;
  const missing = [
    ...(server === undefined ? ["smtp_server"] : []),
    ...(recipients.length === 0 ? ["notification_email"] : []),
  ].join(" and ");
  const owners = ["global_defs", "vrrp_instance", "vrrp_sync_group", "virtual_server"].flatMap((keyword) =>
    blocks.all(keyword),
  );
  for (const owner of owners) {
    const alert = settingOf(owner, "smtp_alert");
    if (alert === undefined || ["off", "false", "no"].includes(alert.words[0]?.text ?? "on")) continue;
    const message = `smtp_alert asks for mails, but there is no ${missing}: no mail is sent`;
    const cure = `add ${missing} to global_defs`;
    report.warning("mail", alert.keyword, message, { cure, effect: "none" });
    return;
  }
};
