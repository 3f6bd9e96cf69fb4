/** What the command line asks to be told over HTTP, and to whom. */
export type HttpOptions = {
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  /** Only programs of this machine can reach it. */
  readonly isLoopback: boolean;
  readonly tokenFile: string | undefined;
  /** URLs without a slash at the end. */
  readonly peers: readonly string[];
};
