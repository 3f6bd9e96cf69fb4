import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Shell commands that give a mount namespace files of its own: an empty /run, a /sys that shows its network, no
 * system log, and "$1" as /etc/keepalived. Where the machine has no such directory, /etc becomes a tmpfs filled with
 * links to what was there, since neither making a directory on the machine nor an overlay is wanted; "$2" is an empty
 * directory to build that on. They need no privilege over the machine, only over the mount namespace.
 */
export const privateFiles: string = `
set -e
if [ ! -d /etc/keepalived ]; then
  mkdir "$2/old" "$2/new"
  mount --rbind /etc "$2/old"
  mount -t tmpfs -o mode=755 tmpfs "$2/new"
  for entry in "$2"/old/* "$2"/old/.[!.]*; do
    if [ -L "$entry" ]; then cp -P "$entry" "$2/new/"
    elif [ -e "$entry" ]; then ln -s "$entry" "$2/new/"; fi
  done
  mkdir "$2/new/keepalived"
  mount --rbind "$2/new" /etc
fi
mount --bind "$1" /etc/keepalived
if [ -e /dev/log ] && [ ! -L /dev/log ]; then mount --bind /dev/null /dev/log; fi
mount -t tmpfs -o mode=755 tmpfs /run
mount -t sysfs sysfs /sys 2>/dev/null || :`;

/** The files of a node's /etc/keepalived, written from outside. */
export class ConfigurationDirectory {
  /** Where the directory is outside of the node. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Writes /etc/keepalived/`name`; `mode` 0o755 makes it a script. */
  write(name: string, text: string, mode = 0o644): void {
    writeFileSync(join(this.path, name), text, { mode });
  }

  /** Removes /etc/keepalived/`name`; nothing happens when there is no such file. */
  remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
  }
}
