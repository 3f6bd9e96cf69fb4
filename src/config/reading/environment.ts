/** What a path leads to. */
export type FileReading =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" | "directory" }
  /** A device, a FIFO, a socket, a link to nothing, or a file that somebody may execute. */
  | { readonly kind: "special" }
  /** `detail` is the system's word for why not, such as EACCES. */
  | { readonly kind: "unreadable"; readonly detail: string };

/** The files that a configuration includes. Neither method throws, and the same question has the same answer. */
export interface ConfigurationFiles {
  read(path: string): FileReading;
  /** The names in a directory, in any order; none when it cannot be read. "" is the working directory. */
  list(directory: string): readonly string[];
}

/** What the world outside the text contributes to its meaning. */
export type ReadingEnvironment = {
  /** Undefined: there are none, and an `include` is a finding. */
  readonly files?: ConfigurationFiles | undefined;
  /** What `@ID` lines and `${_INSTANCE}` go by (`-i`); undefined: the host name up to its first dot. */
  readonly configId?: string | undefined;
  /** What `${_ENV NAME}` stands for; undefined: it stays as it is. */
  readonly variable?: ((name: string) => string | undefined) | undefined;
  /** The directory that paths are relative to, for `${_PWD}`. */
  readonly workingDirectory?: string | undefined;
  /** Where `${_RANDOM}` begins unless the text says `random_seed`; any whole number. */
  readonly randomSeed?: number | undefined;
  /** Every `include` must find its files (`-e`). */
  readonly strictIncludes?: boolean | undefined;
};
