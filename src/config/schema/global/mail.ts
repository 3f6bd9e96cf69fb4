import { seconds as duration } from "../../../base/time.ts";
import { keyword } from "../keyword.ts";
import { seconds, zeroMeansOne } from "../numbers.ts";
import { wordOr } from "../optional-words.ts";
import { flag, forgiving, lines, plainText, switched } from "../shapes.ts";
import { smtpServer } from "./smtp-server.ts";

/** The blocks of recipients: all of them count. */
export const mailRecipients = {
  recipients: keyword("notification_email", lines, {
    priority: "P0",
    doc: "who gets the mails",
  }),
};

/** How and when mails are sent (keepalived.conf(5), "Global definitions"). */
export const mailKeywords = {
  sender: keyword("notification_email_from", forgiving(plainText), {
    priority: "P0",
    doc: "sender of the mails",
    default: "keepalived@<host name>",
  }),
  server: keyword("smtp_server", smtpServer, {
    priority: "P0",
    doc: "host name or address, and port, of the mail relay; a name is not looked up when the file is read",
    default: "none; port 25",
  }),
  heloName: keyword("smtp_helo_name", wordOr("", "<STRING>"), {
    priority: "P1",
    doc: "name that the mail relay is greeted with",
    default: "host name",
  }),
  connectTimeout: keyword(
    "smtp_connect_timeout",
    zeroMeansOne(seconds({ minimum: 0, maximum: 4294, fraction: false }), duration(1)),
    { priority: "P0", doc: "seconds that the mail relay has to answer", default: "30" },
  ),
  alert: keyword("smtp_alert", switched, {
    priority: "P1",
    doc: "send mails about everything whose own block does not say otherwise",
    default: "each kind has its own default",
  }),
  vrrpAlert: keyword("smtp_alert_vrrp", switched, {
    priority: "P1",
    doc: "send mails about instances and sync groups whose own block does not say otherwise",
    default: "smtp_alert, else off",
  }),
  checkerAlert: keyword("smtp_alert_checker", switched, {
    priority: "P1",
    doc: "send mails about virtual and real servers whose own block does not say otherwise",
    default: "smtp_alert, else off for virtual and on for real servers",
  }),
  noFaultMails: keyword("no_email_faults", flag, {
    priority: "P2",
    doc: "send no mail about faults",
    default: "off",
  }),
  noCheckerMails: keyword("no_checker_emails", flag, {
    priority: "P2",
    doc: "send mails when a real server is added or removed, and not at each change of a check",
    default: "off",
  }),
};
