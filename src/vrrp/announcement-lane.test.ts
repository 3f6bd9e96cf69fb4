import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { IpAddress } from "../base/ip-address.ts";
import { instant, type Instant, microseconds, milliseconds, seconds } from "../base/time.ts";
import { AnnouncementLane } from "./announcement-lane.ts";
import type { VirtualAddress } from "./config.ts";

function address(text: string): VirtualAddress {
  const prefix = { address: IpAddress.of(text), length: 32 };
  return { prefix, interface: "eth0", scope: 0, label: undefined, broadcast: undefined };
}

const at = (time: number): Instant => instant(milliseconds(time));
const first = address("192.0.2.1");
const second = address("192.0.2.2");

function taken(lane: AnnouncementLane, now: Instant): readonly string[] {
  return lane.takeDue(now).map(({ prefix }) => prefix.address.toString());
}

describe("announcements with a pace", () => {
  test("the first one is sent at once, and nothing waits for an idle lane", () => {
    const lane = new AnnouncementLane(seconds(1));
    assert.equal(lane.deadline, undefined);
    lane.add(first, 1);
    assert.deepEqual(taken(lane, at(5000)), ["192.0.2.1"]);
    assert.equal(lane.deadline, undefined);
    lane.add(second, 1);
    assert.deepEqual(taken(lane, at(5500)), []);
    assert.equal(lane.deadline, at(6000));
    assert.deepEqual(taken(lane, at(6000)), ["192.0.2.2"]);
  });

  test("a wake-up that is late by a whole interval sends one and not two", () => {
    const lane = new AnnouncementLane(milliseconds(10));
    lane.add(first, 5);
    taken(lane, at(0));
    assert.deepEqual(taken(lane, at(35)), ["192.0.2.1"]);
    assert.equal(lane.deadline, at(45));
  });

  test("intervals shorter than a timer is exact are kept on average", () => {
    const lane = new AnnouncementLane(microseconds(10));
    lane.add(first, 200);
    assert.equal(taken(lane, at(0)).length, 1);
    assert.equal(taken(lane, instant(microseconds(10 + 500))).length, 51);
  });

  test("an address waits once however often it is asked for, with the larger count", () => {
    const lane = new AnnouncementLane(seconds(1));
    lane.add(first, 1);
    taken(lane, at(0));
    for (let round = 0; round < 1000; round += 1) lane.add(second, 5);
    lane.add(second, 3);
    assert.deepEqual(lane.waiting, [{ address: second, remaining: 5 }]);
  });

  test("what is forgotten is not sent, neither the first time nor again", () => {
    const lane = new AnnouncementLane(milliseconds(10));
    lane.add(first, 2);
    lane.add(second, 2);
    assert.deepEqual(taken(lane, at(0)), ["192.0.2.1"]);
    lane.forget(first);
    lane.forget(second);
    assert.equal(lane.deadline, undefined);
    assert.deepEqual(taken(lane, at(100)), []);
  });
});
