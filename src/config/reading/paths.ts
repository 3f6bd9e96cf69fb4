/** The part of a path up to its last slash, with it: "conf.d/" for "conf.d/a.conf", "" for "a.conf". */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** A path as seen from a directory, which is "" or ends with a slash. */
export function pathFrom(directory: string, path: string): string {
  return path.startsWith("/") ? path : directory + path;
}

/** The absolute path without "." and "..", and without a slash at its end. */
export function absolutePath(workingDirectory: string, path: string): string {
  const parts: string[] = [];
  for (const part of pathFrom(`${workingDirectory}/`, path).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
