import { keyword } from "./keyword.ts";
import { lines } from "./shapes.ts";

/**
 * What an instance or a group depends on: `NAME [weight N [reverse|noreverse]]` on each line (keepalived.conf(5),
 * "track_interface" and its siblings).
 */
export const trackingKeywords = {
  trackInterface: keyword("track_interface", lines, {
    priority: "P0",
    doc: "further interfaces that matter: INTERFACE [weight <-253..253> [reverse]]",
  }),
  trackScript: keyword("track_script", lines, {
    priority: "P0",
    doc: "scripts whose results matter: NAME [weight <-253..253> [reverse|noreverse]]",
  }),
  trackFile: keyword("track_file", lines, {
    priority: "P0",
    doc: "files whose numbers matter: NAME [weight <-254..254> [reverse|noreverse]]",
  }),
  trackProcess: keyword("track_process", lines, {
    priority: "P1",
    doc: "processes that have to run: NAME [weight <-254..254> [reverse|noreverse]]",
  }),
  trackSession: keyword("track_bfd", lines, {
    priority: "P2",
    doc: "BFD sessions that have to be up: NAME [weight <-253..253> [reverse|noreverse]]",
    unfinished: "the sessions count for nothing",
  }),
};
