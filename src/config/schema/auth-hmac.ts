import { hmacKey } from "./hmac-key.ts";
import { keyword, scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { integer, seconds } from "./numbers.ts";
import { choice } from "./shapes.ts";

/** The `auth_hmac` block of an instance, for both versions. */
export const authHmac = {
  key: keyword("key", hmacKey, {
    priority: "P2",
    doc: "a key of 32 to 64 bytes and its number; there may be several",
    required: true,
    secret: true,
    repeatable: true,
  }),
  activeKey: keyword("active_key", integer({ minimum: 1, maximum: 255 }), {
    priority: "P2",
    doc: "number of the key that our adverts are signed with",
    required: true,
  }),
  antiReplay: keyword("anti_replay", choice(["time", "monotonic"]), {
    priority: "P2",
    doc: "what sequence numbers are made of",
    default: "time",
  }),
  timeWindow: keyword("time_window", seconds({ minimum: 1, maximum: 300, fraction: false }), {
    priority: "P2",
    doc: "seconds that the clocks of the machines may be apart",
    default: "three advert intervals, and at least 5",
  }),
  mode: keyword("mode", choice(["enforce", "permissive", "receive-only"]), {
    priority: "P2",
    doc: "what happens to adverts that are not signed, and whether ours are",
    default: "enforce",
  }),
};

export const authHmacScope: Scope = scope("auth_hmac", authHmac);
