import { instanceAnnouncements } from "./instance/announcements.ts";
import { instanceConduct, instanceElection, instanceRelics } from "./instance/conduct.ts";
import { instanceDelivery, instanceTransport } from "./instance/delivery.ts";
import { instanceDevice } from "./instance/device.ts";
import { instanceIdentity } from "./instance/identity.ts";
import { scope } from "./keyword.ts";
import type { Scope } from "./keyword.ts";
import { instanceNotifyKeywords, notifyKeywords } from "./notify.ts";
import { trackingKeywords } from "./tracking.ts";

/** keepalived.conf(5), "VRRP instance(s)". */
export const vrrpInstance = {
  ...instanceIdentity,
  ...instanceTransport,
  ...instanceElection,
  ...instanceAnnouncements,
  ...trackingKeywords,
  ...notifyKeywords,
  ...instanceNotifyKeywords,
};

export const vrrpInstanceScope: Scope = scope(
  "vrrp_instance",
  vrrpInstance,
  instanceDevice,
  instanceDelivery,
  instanceConduct,
  instanceRelics,
);
