import { test } from "node:test";

import { playCluster, runsPerCluster } from "./rehearsals.ts";

/** As `rehearse-pairs.test.ts`, with three to five nodes. */

const clusters = 300;
const sizes = [3, 3, 4, 3, 5, 3];

void test(`S32 S33: many nodes keep what the protocol promises, in ${clusters * runsPerCluster} random runs`, () => {
  for (let cluster = 1; cluster <= clusters; cluster += 1) playCluster(cluster, sizes[cluster % sizes.length] ?? 3);
});

/**
 * What broke a promise once, by the number of its cluster and how many nodes it has; in short stories or in long ones.
 */
const found = [
  // Two masters with authentication headers, whose adverts were on their way for longer than the interval.
  { cluster: 769_177, count: 4, isHasty: true },
  // A node that slept resigned just before the down interval of the other was over.
  { cluster: 865_692, count: 2, isHasty: true },
  // Two masters that had not heard each other left at the same time, and each kept the address for a successor.
  { cluster: 886_255, count: 2, isHasty: false },
  // A node that slept left with its group, and what the other one said of another member did not count enough for it.
  { cluster: 211_232, count: 2, isHasty: false },
  // A node that slept did not know of its dead link, and another member of its group was heard by one about to take
  // over.
  { cluster: 498_898, count: 2, isHasty: true },
  // Two masters that had not heard each other lost a tracked interface at the same time.
  { cluster: 4_526, count: 3, isHasty: false },
  // A node waited whether its dead link comes back, and other members of its group were heard to be masters.
  { cluster: 321_239, count: 5, isHasty: false },
  // Timers were later than an interval, so that a backup listened for another one.
  { cluster: 610_910, count: 3, isHasty: false },
];

void test("what has failed once does not again", () => {
  for (const { cluster, count, isHasty } of found) playCluster(cluster, count, { isHasty });
});
