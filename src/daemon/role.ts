/** What a process of this program is: started by a person, or by another process of it. */
export type Role =
  /** Reads its command line. */
  | "command"
  /** The supervisor, detached from whoever started it. */
  | "daemon"
  | "vrrp"
  /** Sends mails. */
  | "mailer";

const variable = "HOLDFAST_ROLE";

/** The role this process was started in. Forgets it, so that programs started from here do not inherit it. */
export function takeRole(): Role {
  const role = process.env[variable];
  Reflect.deleteProperty(process.env, variable);
  return role === "daemon" || role === "vrrp" || role === "mailer" ? role : "command";
}

/** The environment for a process of this program in another role. */
export function environmentFor(role: Role): NodeJS.ProcessEnv {
  return { ...process.env, [variable]: role };
}
