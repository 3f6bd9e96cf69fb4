/** What a process of this program is: started by a person, or by another process of it. */
export type Role =
  /** Reads its command line. */
  | "command"
  /** The supervisor, detached from whoever started it. */
  | "daemon"
  | "vrrp"
  /** Checks real servers, and keeps the table of the load balancer. */
  | "checkers"
  /** Sends mails. */
  | "mailer"
  /** Tells over HTTP what the daemon knows. */
  | "observer";

const variable = "HOLDFAST_ROLE";

/** The role this process was started in. Forgets it, so that programs started from here do not inherit it. */
export function takeRole(): Role {
  const role = process.env[variable];
  Reflect.deleteProperty(process.env, variable);
  return isChildRole(role) ? role : "command";
}

function isChildRole(role: string | undefined): role is Exclude<Role, "command"> {
  return role === "daemon" || role === "vrrp" || role === "checkers" || role === "mailer" || role === "observer";
}

/** The environment for a process of this program in another role. */
export function environmentFor(role: Role): NodeJS.ProcessEnv {
  return { ...process.env, [variable]: role };
}
