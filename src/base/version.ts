/** The version of this program; the same as in package.json. */
export const holdfastVersion = "0.1.0";

/** The Keepalived release whose behaviour, messages and exit statuses this program follows. */
export const keepalivedVersion = "2.2.7";

/** What log lines and `--version` begin with; tools look for "Keepalived v" and a version number. */
export const versionTitle = `Keepalived v${keepalivedVersion} (Holdfast ${holdfastVersion})`;
