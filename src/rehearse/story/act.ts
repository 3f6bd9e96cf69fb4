import { unreachable } from "../../base/assert.ts";
import type { Directors } from "../servers/directors.ts";
import type { World } from "../world.ts";
import type { Action } from "./story.ts";

/** Does what a step says; `directors` are those of the world. */
export function act(world: World, action: Action, directors: Directors): void {
  switch (action.kind) {
    case "kill":
    case "stop":
    case "start":
      world[action.kind](action.node);
      return;
    case "maintenance-on":
    case "maintenance-off":
      world.maintain(action.node, action.kind === "maintenance-on");
      return;
    case "cut":
    case "plug":
      for (const name of action.interfaces) world.setLink(action.node, name, action.kind === "plug");
      return;
    case "fail":
      world.behave(action.node, action.trackable, "bad");
      return;
    case "hang":
      world.behave(action.node, action.trackable, "hangs");
      return;
    case "recover":
      world.behave(action.node, action.trackable, "good");
      return;
    case "pause":
      world.pause(action.node, action.length);
      return;
    case "fault":
      world.setFault(action.fault);
      return;
    case "mend":
      world.clearFaults(action.what);
      return;
    case "reload":
      world.reload(action.node, action.config);
      return;
    case "server":
      directors.setServers(action.name, action.servers, action.condition, action.node);
      return;
    default:
      unreachable(action);
  }
}
