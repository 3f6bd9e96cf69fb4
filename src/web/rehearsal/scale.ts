import type { Scale } from "../view/axis.tsx";

const second = 1_000_000;

/** Times of a rehearsal are counted from the event that they are about. */
export const sinceEvent: Scale = {
  offset: () => 0,
  print(time, step) {
    if (step >= 60 * second) return `${Math.round(time / second / 60)} min`;
    const digits = step >= second ? 0 : Math.min(3, Math.ceil(-Math.log10(step / second)));
    const value = Math.abs(time / second).toFixed(digits);
    return Number(value) === 0 ? "0 s" : `${time < 0 ? "−" : "+"}${value} s`;
  },
};
