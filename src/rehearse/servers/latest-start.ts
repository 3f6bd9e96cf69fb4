import { Rng } from "../../base/rng.ts";

/** Chance at its worst: each first check starts as late as its `warmup` allows. */
export class LatestStart extends Rng {
  constructor() {
    super(0);
  }

  override next(): number {
    return 1;
  }
}
