/** The name of the socket in a daemon's state directory: those who look for daemons look for it. */
export const socketName = "holdfast.sock";
