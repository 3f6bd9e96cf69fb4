/** The page's own time: microseconds of the Unix epoch. */
export function ownNow(): number {
  return (performance.timeOrigin + performance.now()) * 1_000;
}
