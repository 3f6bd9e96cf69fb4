import { elapsed, type Duration, type Instant } from "../base/time.ts";
import { Bulletin } from "./bulletin.ts";
import type { NetworkNamespace } from "./namespace.ts";
import { PcapReader } from "./pcap.ts";
import { usualPatience, type Program } from "./program.ts";
import { readWireEvent, type AdvertEvent, type AnnouncementEvent, type WireEvent } from "./wire-event.ts";

/** How many events a capture keeps, the latest ones. */
export const keptEvents = 200_000;

/** VRRP, plain and behind an authentication header, ARP, and ICMPv6 neighbour advertisements. */
const filter = "ip proto 112 or ip proto 51 or ip6 proto 112 or arp or (icmp6 and ip6[40] == 136)";

/** Which adverts are meant; a field that is left out may be anything. */
export type AdvertFilter = Partial<Pick<AdvertEvent, "source" | "sourceMac" | "vrid" | "priority">>;

/** Which announcements are meant; a field that is left out may be anything. */
export type AnnouncementFilter = Partial<Pick<AnnouncementEvent, "address" | "sourceMac">>;

/** What passes a switch, with the kernel's time stamps in microseconds since 1970. */
export class WireCapture {
  readonly #bulletin = new Bulletin();
  readonly #events: WireEvent[] = [];

  private constructor(program: Program) {
    const reader = new PcapReader();
    program.output.on("data", (chunk: Uint8Array) => {
      for (const frame of reader.push(chunk)) {
        const event = readWireEvent(frame.time, frame.bytes);
        if (event !== undefined) this.#events.push(event);
      }
      if (this.#events.length > keptEvents) this.#events.splice(0, this.#events.length - keptEvents);
      this.#bulletin.announce();
    });
  }

  /** Captures on a bridge of the namespace; everything that passes after it has resolved is seen. */
  static async start(namespace: NetworkNamespace, bridge: string): Promise<WireCapture> {
    // The kernel keeps frames of the longest possible length: by default it has room for 32 when tcpdump has to wait.
    const room = ["--snapshot-length=2048", "--buffer-size=16384"];
    const mode = ["-U", "--immediate-mode", "--time-stamp-precision=nano", "-Z", "root", ...room];
    const program = namespace.spawn(["tcpdump", "-n", ...mode, "-i", bridge, "-w", "-", filter], { binary: true });
    const capture = new WireCapture(program);
    await program.awaitLine(/listening on/u);
    return capture;
  }

  /** Everything so far, in order. */
  get events(): readonly WireEvent[] {
    return this.#events;
  }

  adverts(wanted: AdvertFilter = {}, after?: Instant): readonly AdvertEvent[] {
    return this.#events.filter((event) => isAdvert(event, wanted, after));
  }

  /** The latest advert so far. */
  lastAdvert(wanted: AdvertFilter = {}): AdvertEvent | undefined {
    return this.#events.findLast((event) => isAdvert(event, wanted, undefined));
  }

  /** The first such advert later than `after`. Rejects with OverdueError. */
  async awaitAdvert(wanted: AdvertFilter, after: Instant, within: Duration = usualPatience): Promise<AdvertEvent> {
    return this.#bulletin.until(
      () => this.#firstAfter(after, (event): event is AdvertEvent => isAdvert(event, wanted, after)),
      within,
      () => `an advert like ${JSON.stringify(wanted)}; the last one is ${JSON.stringify(this.lastAdvert())}`,
    );
  }

  /** The first such gratuitous ARP or unsolicited neighbour advertisement later than `after`. */
  async awaitAnnouncement(
    wanted: AnnouncementFilter,
    after: Instant,
    within: Duration = usualPatience,
  ): Promise<AnnouncementEvent> {
    return this.#bulletin.until(
      () => this.#firstAfter(after, (event): event is AnnouncementEvent => isAnnouncement(event, wanted)),
      within,
      () => `an announcement like ${JSON.stringify(wanted)}; the last advert is ${JSON.stringify(this.lastAdvert())}`,
    );
  }

  #firstAfter<T extends WireEvent>(after: Instant, matches: (event: WireEvent) => event is T): T | undefined {
    let first = this.#events.length;
    while (first > 0 && elapsed(after, this.#events[first - 1]?.time ?? after) > 0) first -= 1;
    for (const event of this.#events.slice(first)) if (matches(event)) return event;
    return undefined;
  }
}

function isAdvert(event: WireEvent, wanted: AdvertFilter, after: Instant | undefined): event is AdvertEvent {
  if (event.kind !== "advert" || (after !== undefined && event.time <= after)) return false;
  if (wanted.source !== undefined && event.source !== wanted.source) return false;
  if (wanted.sourceMac !== undefined && event.sourceMac !== wanted.sourceMac) return false;
  if (wanted.vrid !== undefined && event.vrid !== wanted.vrid) return false;
  return wanted.priority === undefined || event.priority === wanted.priority;
}

function isAnnouncement(event: WireEvent, wanted: AnnouncementFilter): event is AnnouncementEvent {
  if (event.kind === "advert") return false;
  if (wanted.sourceMac !== undefined && event.sourceMac !== wanted.sourceMac) return false;
  return wanted.address === undefined || event.address === wanted.address;
}
