/** A user, and a group other than the user's own. */
export type Account = { readonly user: string; readonly group: string | undefined };
